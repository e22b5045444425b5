# מה שהקורא אומר על קובץ, שורה או תא: `finding-<code>` ו-`finding-<code>-remedy`.

## הקובץ, לאחר תיקון

finding-encoding-converted =
    { $found ->
        [none] הקובץ אינו UTF-8 והומר.
       *[other] הקובץ כתוב בקידוד { $found } והומר ל-UTF-8.
    }
finding-encoding-converted-remedy = אין צורך בפעולה. כדאי לבדוק בתצוגה המקדימה אותיות כגון å,‏ é או א.
finding-byte-order-mark = בתחילת הקובץ יש סימן סדר בתים, והמערכת דילגה עליו.
finding-byte-order-mark-remedy = אין צורך בפעולה.
finding-delimiter-converted =
    { $found ->
        [none] הערכים אינם מופרדים בפסיקים.
       *[other] במקום פסיקים, הערכים מופרדים בתו אחר: { $found }.
    }
finding-delimiter-converted-remedy = אין צורך בפעולה. כדאי לבדוק בתצוגה המקדימה שכל ערך נמצא בעמודה שלו.
finding-preamble-skipped = המערכת דילגה על שורות שמעל שורת הכותרת.
finding-preamble-skipped-remedy = אין צורך בפעולה אם השורות הן כותרת של דוח. אם היו בהן מכשירים, יש להעביר אותם אל מתחת לשורת הכותרת.
finding-header-missing = אין בקובץ שורת כותרת. העמודות זוהו לפי תוכנן.
finding-header-missing-remedy = יש לבדוק את העמודות בתצוגה המקדימה. ליתר ביטחון אפשר להוסיף בראש הקובץ את שורת הכותרת של קובץ לדוגמה.
finding-header-spelling = שורת הכותרת כתובה אחרת מן המתועד. העמודות זוהו בכל זאת.
finding-header-spelling-remedy = אין צורך בפעולה אם כל ערך נמצא בעמודה שלו בתצוגה המקדימה.
finding-column-order = העמודות מסודרות בסדר שונה מן המתועד. הן זוהו לפי הכותרות שלהן.
finding-column-order-remedy = אין צורך בפעולה.
finding-column-ignored = העמודה ”{ $found }“ אינה משמשת לרישום והושמטה.
finding-column-ignored-remedy = אין צורך בפעולה, אלא אם העמודה מכילה דבר שהיה אמור להירשם.
finding-quotes-removed = הערכים מוקפים במירכאות, והן הוסרו.
finding-quotes-removed-remedy = אין צורך בפעולה.
finding-line-endings-mixed = השורות מסתיימות בדרכים שונות, כמו בקובץ שחובר מכמה קבצים.
finding-line-endings-mixed-remedy = אין צורך בפעולה. כדאי לבדוק שמספר השורות הוא המספר הצפוי.

## תא, לאחר תיקון

finding-whitespace-trimmed =
    { $column ->
        [none] הוסרו רווחים סביב ערך.
       *[other] הוסרו רווחים סביב הערך בעמודה { $column }.
    }
finding-whitespace-trimmed-remedy = אין צורך בפעולה.
finding-hidden-characters-removed =
    { $column ->
        [none] הוסרו תווים בלתי נראים מערך.
       *[other] הוסרו תווים בלתי נראים מן העמודה { $column }.
    }
finding-hidden-characters-removed-remedy = אין צורך בפעולה. תווים כאלה מגיעים בדרך כלל מהעתקה מהודעת דואר או מדף אינטרנט.
finding-formula-guard-removed =
    { $column ->
        [none] הוסר הסימן שמונע מגיליון אלקטרוני להפעיל ערך כנוסחה.
       *[other] בעמודה { $column } הוסר הסימן שמונע מגיליון אלקטרוני להפעיל את הערך כנוסחה.
    }
finding-formula-guard-removed-remedy = אין צורך בפעולה.
finding-hash-padding-repaired = בסוף קוד ה-Hash של החומרה חסרו סימני =. הם הושלמו.
finding-hash-padding-repaired-remedy = אין צורך בפעולה.
finding-smart-quotes-removed =
    { $column ->
        [none] הוסרו מירכאות טיפוגרפיות סביב ערך.
       *[other] הוסרו מירכאות טיפוגרפיות סביב הערך בעמודה { $column }.
    }
finding-smart-quotes-removed-remedy = אין צורך בפעולה.
finding-tag-from-file =
    { $used ->
        [none] תג הקבוצה שבשורה מחליף את התג שנבחר להעלאה.
       *[other] תג הקבוצה שבשורה, ”{ $used }“, מחליף את התג שנבחר להעלאה.
    }
finding-tag-from-file-remedy = אין צורך בפעולה אם השורה נכונה. אחרת יש להשאיר את התא ריק.

## שורה המעוררת ספק

finding-serial-mismatch =
    { $used ->
        [none] המספר הסידורי שונה מזה שבקוד ה-Hash של החומרה.
       *[other] המספר הסידורי שונה מזה שבקוד ה-Hash של החומרה, ”{ $used }“.
    }
finding-serial-mismatch-remedy = קוד ה-Hash קובע. יש לבדוק ששניהם שייכים לאותו מכשיר; ייתכן שהשורות זזו.
finding-model-mismatch =
    { $used ->
        [none] הערך בעמודה { $column } שונה מזה שבקוד ה-Hash של החומרה.
       *[other] הערך בעמודה { $column } שונה מזה שבקוד ה-Hash של החומרה, ”{ $used }“.
    }
finding-model-mismatch-remedy = קוד ה-Hash קובע. יש לבדוק שהשורה וקוד ה-Hash שייכים לאותו מכשיר.
finding-product-key-mismatch = מזהה מפתח המוצר שונה מזה שבקוד ה-Hash של החומרה.
finding-product-key-mismatch-remedy = קוד ה-Hash קובע. יש לבדוק ששניהם שייכים לאותו מכשיר.
finding-hash-placeholder =
    { $used ->
        [none] קוד ה-Hash של החומרה מכיל ממלא מקום במקום ערך שהיצרן היה אמור לכתוב.
       *[other] בקוד ה-Hash של החומרה חסר ערך או שהוא ממלא מקום: { $used }.
    }
finding-hash-placeholder-remedy = אפשר לרשום את המכשיר. כדאי לבקש מן הספק לקבוע את ערכי הקושחה של הסדרה.
finding-hash-inconsistent =
    { $used ->
        [none] חלקים של קוד ה-Hash של החומרה אינם מתיישבים זה עם זה.
       *[other] חלקים של קוד ה-Hash של החומרה אינם מתיישבים זה עם זה: { $used }.
    }
finding-hash-inconsistent-remedy = אפשר לרשום את המכשיר. אם זה קורה לעיתים קרובות, יש להפיק את קוד ה-Hash מחדש במכשיר.
finding-hash-capture-time = לפי קוד ה-Hash של החומרה, הוא הופק במועד לא סביר.
finding-hash-capture-time-remedy = אפשר לרשום את המכשיר. כנראה השעון שלו לא היה מכוון.
finding-tag-legacy = זהו תג הקבוצה של הדור הראשון. הוא עדיין פועל, אך אינו בוחר פרופיל מכשיר מסוים.
finding-tag-legacy-remedy = יש לבחור אחד מתגי הקבוצה הנוכחיים.
finding-serial-zeros-doubtful = ייתכן שגיליון אלקטרוני מחק אפסים מתחילת המספר הסידורי; מספרים אחרים בקובץ ארוכים יותר.
finding-serial-zeros-doubtful-remedy = יש להשוות לתווית שעל המכשיר או לקובץ המקורי של הספק.

## שורה שנדחתה

finding-identity-missing = אין בשורה דבר המזהה מכשיר.
finding-identity-missing-remedy = יש לציין קוד Hash של החומרה, או מזהה מפתח מוצר, או מספר סידורי יחד עם יצרן ודגם.
finding-identity-incomplete = רק המספר הסידורי, היצרן והדגם יחד מזהים מכשיר. לא כל השלושה נמצאים.
finding-identity-incomplete-remedy = יש למלא את החסר בדיוק כפי שהוא בקושחה, או לציין את קוד ה-Hash של החומרה.
finding-identity-weak = בקוד ה-Hash של החומרה אין די מזהים שמישים כדי להבדיל את המכשיר מאחרים.
finding-identity-weak-remedy = יש להפיק את קוד ה-Hash מחדש במכשיר. אם דבר לא משתנה, יש לבקש מן היצרן לקבוע את ערכי הקושחה.
finding-placeholder =
    { $column ->
        [none] אחד הערכים הוא ממלא מקום של הקושחה ולא ערך אמיתי.
       *[other] הערך בעמודה { $column } הוא ממלא מקום של הקושחה ולא ערך אמיתי.
    }
finding-placeholder-remedy = יש להשתמש בערך שעל תווית המכשיר, או לבקש מן הספק לקבוע אותו בקושחה.
finding-sample-data =
    { $column ->
        [none] זוהי שורת הדוגמה מן התיעוד, לא מכשיר.
       *[other] הערך בעמודה { $column } הוא של הדוגמה מן התיעוד, לא של מכשיר.
    }
finding-sample-data-remedy = יש להזין במקומו את הערך של המכשיר עצמו, או למחוק את השורה.
finding-hash-invalid =
    { $used ->
        [none] ערך ה-Hash של החומרה אינו נכון.
       *[other] ערך ה-Hash של החומרה אינו נכון: { $used }.
    }
finding-hash-invalid-remedy = יש להפיק את קוד ה-Hash מחדש ולהכניס אותו לקובץ בלי לפתוח את הקובץ בגיליון אלקטרוני.
finding-product-key-zeros = מזהה מפתח המוצר מורכב מאפסים בלבד.
finding-product-key-zeros-remedy = יש להשאיר את התא ריק, ולציין את קוד ה-Hash של החומרה או יצרן, דגם ומספר סידורי.
finding-product-key-windows-id = זהו מזהה המוצר של Windows של התקנה, ולא מזהה מפתח המוצר בן 13 הספרות של המכשיר.
finding-product-key-windows-id-remedy = יש להשתמש ב-13 הספרות שעל האריזה או מן הספק, או להשאיר את התא ריק ולציין קוד Hash של החומרה.
finding-product-key-licence = זהו מפתח רישיון. הוא לא נשמר ולא הוצג.
finding-product-key-licence-remedy = יש להסיר מפתחות רישיון מן הקובץ. העמודה מיועדת למזהה מפתח המוצר בן 13 הספרות.
finding-product-key-malformed = מזהה מפתח המוצר אינו בן 13 ספרות.
finding-product-key-malformed-remedy = יש לבדוק את הערך מול הספק, או להשאיר את התא ריק ולציין קוד Hash של החומרה.
finding-product-key-lost-zeros = במזהה מפתח המוצר יש פחות מ-13 ספרות. כנראה גיליון אלקטרוני מחק אפסים מתחילתו.
finding-product-key-lost-zeros-remedy = יש להשתמש בקובץ המקורי של הספק ולערוך אותו בעורך טקסט פשוט. אפסים לעולם אינם מושלמים בניחוש.
finding-spreadsheet-number =
    { $column ->
        [none] גיליון אלקטרוני הפך ערך למספר מעוגל. הספרות המקוריות אבדו.
       *[other] גיליון אלקטרוני הפך את הערך בעמודה { $column } למספר מעוגל. הספרות המקוריות אבדו.
    }
finding-spreadsheet-number-remedy = יש להשתמש בקובץ המקורי של הספק ולערוך אותו בעורך טקסט פשוט.
finding-spreadsheet-formula =
    { $column ->
        [none] תא מכיל נוסחה או ערך שגיאה של גיליון אלקטרוני.
       *[other] העמודה { $column } מכילה נוסחה או ערך שגיאה של גיליון אלקטרוני.
    }
finding-spreadsheet-formula-remedy = יש לכתוב בתא את הערך עצמו.
finding-value-too-long =
    { $column ->
        [none] אחד הערכים ארוך מן המותר.
       *[other] הערך בעמודה { $column } ארוך מן המותר.
    }
finding-value-too-long-remedy = יש לבדוק אם חסרים בשורה מעבר שורה או פסיק.
finding-value-characters =
    { $column ->
        [none] אחד הערכים מכיל תווים שאינם יכולים להיות בו.
       *[other] הערך בעמודה { $column } מכיל תווים שאינם יכולים להיות בו.
    }
finding-value-characters-remedy = יש להקליד את הערך מחדש בעורך טקסט פשוט. תווים המוצגים כ-� אבדו כשהקובץ נשמר.
finding-too-many-cells =
    { $found ->
        [none] בשורה יש יותר תאים מן העמודות שבשורת הכותרת.
       *[other] בשורה יש יותר תאים ({ $found }) מן העמודות שבשורת הכותרת ({ $used }).
    }
finding-too-many-cells-remedy = יש לחפש פסיק בתוך ערך. ערכים עם פסיקים חייבים להיות במירכאות.
finding-too-few-cells =
    { $found ->
        [none] בשורה יש פחות תאים מן העמודות שבשורת הכותרת.
       *[other] בשורה יש פחות תאים ({ $found }) מן העמודות שבשורת הכותרת ({ $used }).
    }
finding-too-few-cells-remedy = יש לחפש פסיק חסר. תאים יכולים להיות ריקים, אך הפסיקים שלהם חייבים להישאר.
finding-row-too-long = השורה ארוכה יותר משורה אפשרית ברשימת מכשירים.
finding-row-too-long-remedy = יש לחפש מעברי שורה חסרים או מירכאות שלא נסגרו.
finding-quote-unclosed = בשורה זו נפתחות מירכאות שאינן נסגרות.
finding-quote-unclosed-remedy = יש להסיר את המירכאות או לסגור אותן. רק השורה הזאת לא נקראה; השורות שמתחתיה נקראו.
finding-tag-unknown =
    { $used ->
        [none] תג הקבוצה אינו מוכר. יש הבדל בין אותיות גדולות לקטנות, וגם תווים מיוחדים נחשבים.
       *[other] תג הקבוצה אינו מוכר. התג התקף הקרוב ביותר הוא ”{ $used }“; יש הבדל בין אותיות גדולות לקטנות, וגם תווים מיוחדים נחשבים.
    }
finding-tag-unknown-remedy = יש לתקן את תג הקבוצה בקובץ, או להשאיר את התא ריק כדי להשתמש בתג שנבחר להעלאה.
finding-tag-not-supported = לפרופיל ”משתמש מתקדם“ אין מצב מכשיר משותף.
finding-tag-not-supported-remedy = יש להשתמש בתג הקבוצה בלי ‎-Shared, או לבחור פרופיל מכשיר אחר.
finding-duplicate-in-file =
    { $used ->
        [none] אותו מכשיר מופיע קודם בקובץ.
       *[other] אותו מכשיר מופיע בשורה { $used } בקובץ.
    }
finding-duplicate-in-file-remedy = אין צורך בפעולה. השורה הראשונה נרשמת, וזו לא.
finding-assigned-user-malformed = המשתמש המוקצה אינו שם משתמש במבנה ‎name@domain.
finding-assigned-user-malformed-remedy = יש לתקן את שם המשתמש או להשאיר את התא ריק.
finding-not-registrable = הרשימה נועדה למטרה אחרת. השורות שלה אינן מזהות מכשירים לרישום.
finding-not-registrable-remedy = יש לבקש מן הספק יצרן, דגם ומספר סידורי, או קודי Hash של החומרה.

## מצב קפדני

finding-strict-encoding =
    { $column ->
        [none] מצב קפדני: הקובץ חייב להיות טקסט ANSI.
       *[other] מצב קפדני: בעמודה { $column } יש תווים שאינם טקסט ANSI.
    }
finding-strict-encoding-remedy = יש לשמור את הקובץ כ-ANSI, או להשתמש במצב מסייע, שממיר אותו.
finding-strict-delimiter = מצב קפדני: רק פסיקים יכולים להפריד בין ערכים.
finding-strict-delimiter-remedy = יש להחליף את התו המפריד, או להשתמש במצב מסייע, שממיר אותו.
finding-strict-header = מצב קפדני: שורת הכותרת חייבת להיות בדיוק זו שבקובץ לדוגמה.
finding-strict-header-remedy = יש להעתיק את שורת הכותרת מן הקובץ לדוגמה, או להשתמש במצב מסייע.
finding-strict-quotes = מצב קפדני: אין להשתמש במירכאות.
finding-strict-quotes-remedy = יש להסיר את המירכאות, או להשתמש במצב מסייע.
finding-strict-whitespace =
    { $column ->
        [none] מצב קפדני: סביב ערך יש רווחים או תווים בלתי נראים.
       *[other] מצב קפדני: סביב הערך בעמודה { $column } יש רווחים או תווים בלתי נראים.
    }
finding-strict-whitespace-remedy = יש להסיר אותם, או להשתמש במצב מסייע, שעושה זאת.

## קובץ שנדחה

finding-file-empty = הקובץ ריק.
finding-file-empty-remedy = יש לבדוק שנבחר הקובץ הנכון. ייתכן ששמירת קובץ בכונן רשת לא הסתיימה.
finding-file-header-only = בקובץ יש שורת כותרת, אך אין מתחתיה מכשירים.
finding-file-header-only-remedy = יש להוסיף שורה לכל מכשיר מתחת לשורת הכותרת.
finding-file-spreadsheet = זוהי חוברת של גיליון אלקטרוני ולא קובץ טקסט, יהיה שמה אשר יהיה.
finding-file-spreadsheet-remedy = יש לבקש מן הספק את קובץ ה-CSV. אם אין כזה, יש לעצב את כל העמודות כטקסט בגיליון ולשמור בתור ”CSV UTF-8“.
finding-file-binary = זה אינו קובץ טקסט.
finding-file-binary-remedy = יש לבדוק שנבחר הקובץ הנכון. אם הוא דחוס, יש לחלץ אותו קודם.
finding-file-layout-unknown = לא זוהה מבנה מוכר: אין כותרת המציינת מספר סידורי, מזהה מפתח מוצר או קוד Hash של החומרה.
finding-file-layout-unknown-remedy = יש להוסיף בראש הקובץ את שורת הכותרת של אחד הקבצים לדוגמה.
finding-file-too-many-rows =
    { $used ->
        [none] בקובץ יש יותר שורות מן המותר בהעלאה אחת.
       *[other] בקובץ יש יותר מ-{ $used } שורות, המגבלה להעלאה אחת.
    }
finding-file-too-many-rows-remedy = יש לפצל את הקובץ לכמה קבצים ולהעלות אותם זה אחר זה.
finding-file-too-large =
    { $used ->
        [none] הקובץ גדול מן המותר בהעלאה אחת.
       *[other] הקובץ גדול מ-{ $used }, המגבלה להעלאה אחת.
    }
finding-file-too-large-remedy = יש לפצל את הקובץ לכמה קבצים ולהעלות אותם זה אחר זה.
finding-file-column-twice =
    { $column ->
        [none] שתי עמודות מציינות אותו דבר.
       *[other] שתי עמודות מציינות: { $column }.
    }
finding-file-column-twice-remedy = יש להסיר אחת משתי העמודות או לשנות את שמה.

## נוספו עם הקורא

finding-header-repeated = שורת הכותרת מופיעה שוב בין השורות, כמו בקבצים שחוברו. המערכת דילגה עליה.
finding-header-repeated-remedy = אין צורך בפעולה.
finding-duplicates-unchecked = הקובץ ארוך עד כדי כך שמכשירים חוזרים הרחוקים זה מזה יימצאו רק בזמן הרישום.
finding-duplicates-unchecked-remedy = אין צורך בפעולה. מכשיר לעולם אינו נרשם פעמיים.
finding-notices-shortened =
    { $used ->
        [none] יש עוד הערות מאותו סוג שאינן מוצגות.
       *[other] עוד { $used } הערות מאותו סוג אינן מוצגות.
    }
finding-notices-shortened-remedy = אין צורך בפעולה. התיקונים נעשו בכל השורות.
finding-serial-lost-zeros = במספר הסידורי יש פחות ספרות מאשר באחרים. כנראה גיליון אלקטרוני מחק אפסים מתחילתו.
finding-serial-lost-zeros-remedy = יש להשתמש בקובץ המקורי של הספק ולערוך אותו בעורך טקסט פשוט. אפסים לעולם אינם מושלמים בניחוש.
finding-columns-shifted = הערכים אינם נמצאים מתחת לעמודות שלהם.
finding-columns-shifted-remedy = יש לחפש פסיק חסר או מיותר, ולהשוות את השורה לשכנותיה.
finding-file-unreadable = לא היה אפשר לקרוא את הקובץ עד סופו.
finding-file-unreadable-remedy = יש להעלות את הקובץ שוב. אם זה נכשל שוב, יש לבקש מן הספק עותק חדש.
finding-other-board = למכשיר אחר של הלקוח יש אותו מספר סידורי, UUID או מזהה מפתח מוצר. השניים נשמרים בנפרד, אולי לאחר החלפת לוח אם.
finding-other-board-remedy = יש לבדוק אם המכשיר הקודם עדיין קיים, ולהסיר אותו אם לא.
finding-not-in-catalogue = היצרן מפרסם את מה שבנה, והמכשיר הזה אינו ביניהם.
finding-not-in-catalogue-remedy = יש להשוות את המספר הסידורי, היצרן והדגם מול הספק.
finding-catalogue-near-miss =
    { $used ->
        [none] היצרן בנה מכשיר ששונה רק באותיות רישיות או ברווחים.
       *[other] היצרן כותב { $used }; הקובץ שונה רק באותיות רישיות או ברווחים.
    }
finding-catalogue-near-miss-remedy = יש להשתמש בכתיב המדויק של היצרן.
finding-placeholder-ignored =
    { $column ->
        [none] ממלא מקום של הקושחה הושמט. המכשיר מזוהה לפי ערכים אחרים.
       *[other] ממלא מקום של הקושחה בעמודה { $column } הושמט. המכשיר מזוהה לפי ערכים אחרים.
    }
finding-placeholder-ignored-remedy = אפשר לרשום את המכשיר. כדאי לבקש מן הספק לקבוע את הערך בקושחה.
