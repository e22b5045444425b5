## יומן פעילות: חיפוש, ייצוא והוכחה

activity-search = שם, בקשה, קובץ …
activity-person = משתמש
activity-app-alone = יישום, בלי משתמש
activity-through-app = באמצעות היישום { $value }
activity-other-side = שותף או יצרן
activity-export-table = ייצוא כ-CSV
activity-export-document = ייצוא כ-JSON
activity-place = רשומה { $value }
activity-lower-role = נעשה כמנהל מערכת כללי; די בתפקיד { $value }
activity-partial = עד כה נבדק רק חלק מהיומן. יש להמשיך כדי לחפש רחוק יותר לאחור.
least-privilege-hint = העבודה נעשית כמנהל מערכת כללי. די בתפקיד { $value } לפעולה זו; כדאי לשמור את תפקיד מנהל המערכת הכללי למקרי חירום.
proof-title = הוכחה
proof-text = כל רשומה נושאת קוד Hash שמכסה גם את הרשומה שלפניה, ולכן אי אפשר לשנות, להסיר או להזיז דבר בלי להשאיר עקבות.
proof-checkpoint-text = נקודת ביקורת חתומה קובעת היכן היומן עומד היום. יש לשמור אותה: יחד עם ייצוא מאוחר יותר ב-JSON היא מראה אם משהו מכל מה שנכתב עד אז השתנה מאז.
proof-checkpoint = הורדת נקודת ביקורת חתומה
proof-no-key = לשרת זה אין מפתח חתימה, ולכן אין באפשרותו לתת נקודות ביקורת. מפעיל השרת ימצא את הסיבה ביומן השרת.
proof-whole = היומן כולו כ-JSON
proof-keys =
    { $count ->
        [one] המפתח הציבורי שחותם על נקודות ביקורת:
       *[other] המפתחות הציבוריים שחותמים או חתמו על נקודות ביקורת, מהישן לחדש:
    }
invalid-search-long = טקסט החיפוש ארוך מדי. יש להשתמש ב-{ $value } תווים לכל היותר.
conflict-no-audit-key = לשרת זה אין מפתח לחתימה על נקודות ביקורת. יש לפנות למפעיל השרת.
audit-action-upload-expire = הסרת העלאה שלא נעשה בה שימוש
audit-action-upload-read = עיון בקובץ שהועלה
audit-action-upload-export = הורדת קובץ שהועלה
audit-action-job-export = הורדת תוצאות של עבודה
audit-action-device-read-hash = צפייה בקוד ה-Hash של החומרה
audit-action-audit-export = ייצוא יומן הפעילות
audit-action-audit-checkpoint = חתימה על נקודת ביקורת של יומן הפעילות

## בדיקת יומנים בשורת הפקודה

audit-log-intact =
    { $count ->
        [one] { $name }: תקין, רשומה אחת, ‏Hash { $hash }
       *[other] { $name }: תקין, { $count } רשומות, ‏Hash { $hash }
    }
audit-log-broken = { $name }: שבור ברשומה { $sequence }: { $fault }
audit-entry-id = מזהה רשומה { $id }
audit-fault-changed = הרשומה או קוד ה-Hash שלה אינם מה שנכתב
audit-fault-missing = הרשומות { $sequence } עד { $other } חסרות
audit-fault-reordered = הרשומה ששייכת לכאן נמצאת במקום { $other }
audit-fault-cut-off = הסוף נחתך: הרשומות { $sequence } עד { $other } חסרות
audit-fault-head-changed = מה שנשמר על סוף היומן אינו מתאים לרשומות שבו
audit-fault-head-missing = לא נשמר דבר על סוף היומן
audit-fault-unknown-encoding = לרשומה קידוד שתוכנה זו אינה מכירה
audit-fault-unreadable = אי אפשר לקרוא את הרשומה
audit-log-unnamed = היומן { $id }
audit-no-logs = עדיין לא נכתב דבר באף יומן.
audit-export-cut = { $name } נחתך באמצע או אינו ייצוא של יומן פעילות
audit-export-filtered = { $name } יוצא עם סינון, ואין בו שרשרת שאפשר לעקוב אחריה. יש לייצא את היומן כולו.
audit-checkpoint-unreadable = { $name } אינו נקודת ביקורת
audit-checkpoint-other-log = נקודת הביקורת שייכת ליומן אחר מזה שבייצוא.
audit-checkpoint-before = הייצוא מתחיל ברשומה { $first }, אחרי הרשומה { $sequence } של נקודת הביקורת. יש לייצא את היומן כולו.
audit-checkpoint-forged = החתימה של נקודת הביקורת שגויה: זה אינו מה שנחתם.
audit-checkpoint-other-key = נקודת הביקורת נחתמה במפתח אחר מ-{ $key }.
audit-checkpoint-holds = נקודת הביקורת מתקיימת: הרשומה { $sequence } היא זו שנחתמה ב-{ $time }, ומאז לא חסר דבר.
audit-checkpoint-broken = נקודת הביקורת אינה מתקיימת: הרשומה { $sequence } אינה זו שנחתמה ב-{ $time }.
audit-checkpoint-missing = נקודת הביקורת אינה מתקיימת: הייצוא מסתיים ברשומה { $last }, לפני הרשומה החתומה { $sequence }.
audit-checkpoint-own-key = המפתח רשום בנקודת הביקורת עצמה ({ $key }). יש להשוות אותו לזה שבדף הפעילות, או למסור אותו באמצעות ‎--public-key.
