# מה שהממשק של Partner Center עונה כשאי אפשר לבצע קריאה.

api-fault-method = הכתובת הזו אינה מקבלת את השיטה הזו. ראו את רשימת הקריאות בפורטל, בדף API.
api-fault-path = אין קריאה כזו. ראו את רשימת הקריאות בפורטל, בדף API.
api-fault-token-missing = לבקשה אין אסימון גישה. שלחו אותו בכותרת Authorization, אחרי המילה Bearer.
api-fault-token-ended = אסימון הגישה אינו תקף: הוא פג, או שהיישום, הסוד או המשתמש הושבתו. קבלו אסימון חדש.
api-fault-kind = לארגון שלכם אין גישה לממשק הזה. משווקים עקיפים רושמים מכשירים דרך הספק שלהם או בפורטל.
api-fault-person-missing = הקריאה הזו חייבת להיעשות עבור משתמש. קבלו אסימון עם אסימון רענון או סיסמה של משתמש (יישום+משתמש).
api-fault-accept = התשובות הן JSON. שלחו את הכותרת Accept: application/json, או אל תשלחו כותרת.
api-fault-permission-missing = ליישום חסרה ההרשאה { $needs }. סוכן ניהול יכול לתת אותה בפורטל, בדף יישומים.
api-fault-role-none = לאף תפקיד בארגון שלכם אין רשות לעשות זאת.
api-fault-role-missing = למשתמש אין רשות לעשות זאת. נדרש התפקיד { $needs } או תפקיד גבוה ממנו.
api-fault-too-many =
    { $count ->
        [one] חריגה ממגבלת הקצב. נסו שוב בעוד שנייה אחת.
        [two] חריגה ממגבלת הקצב. נסו שוב בעוד שתי שניות.
       *[other] חריגה ממגבלת הקצב. נסו שוב בעוד { $count } שניות.
    }
api-fault-ours = משהו השתבש אצלנו. נסו שוב; אם זה קורה שוב, מסרו למפעיל את מזהה הבקשה.
api-fault-body-large = גוף הבקשה גדול מ-{ $limit } בתים. שלחו את המכשירים בכמה בקשות.
api-fault-body-cut = גוף הבקשה לא הגיע בשלמותו. דבר לא נרשם; שלחו את הבקשה שוב.
api-fault-body-missing = לבקשה אין גוף.
api-fault-json-kind = { $field } צריך להיות מסוג { $wanted } ולא { $found }.
api-fault-json-missing = { $field } חסר.
api-fault-json-encoding = גוף הבקשה אינו UTF-8.
api-fault-json-malformed = גוף הבקשה אינו JSON קריא: { $reason } (שורה { $line }, עמודה { $column }).
api-fault-json-ends = גוף הבקשה מסתיים מוקדם מדי: הוא נקטע, או שחסר סוגר או מירכאות (שורה { $line }, עמודה { $column }).
api-fault-json-unusable = גוף הבקשה הוא JSON אך אי אפשר להשתמש בו: { $reason } (שורה { $line }, עמודה { $column }).
api-fault-customer-id = { $value } אינו מזהה של לקוח. הוא צריך להיות GUID.
api-fault-customer = אין לקוח כזה, או שהוא לא נתן הסכמה לארגון שלכם.
api-fault-batch = לארגון שלכם אין אצווה כזו אצל הלקוח הזה.
api-fault-device = אין מכשיר כזה באצווה הזו.
api-fault-policy = לארגון שלכם אין מדיניות כזו אצל הלקוח הזה.
api-fault-tracking = לארגון שלכם אין מזהה מעקב כזה אצל הלקוח הזה.
api-fault-batch-id = מזהה אצווה הוא בן 1 עד { $limit } תווים, ללא תווי בקרה, ואינו . או .. לבדם.
api-fault-batch-near-tag = מזהה האצווה משמש כתג הקבוצה. הוא דומה לתג { $nearest } אך אינו זהה לו. כתבו את התג במדויק, או ציינו אותו ב-groupTag.
api-fault-device-fixed = אי אפשר לשנות את { $field } של מכשיר. מחקו את המכשיר ורשמו אותו מחדש.
api-fault-policy-fixed = אי אפשר לשנות את { $field } של מדיניות.
api-fault-policies-many = { $field }: למכשיר יש מדיניות אחת לכל היותר.
api-fault-enum = { $value } אינו ערך של { $field }. הערכים האפשריים: { $known }.
api-fault-organization-id = { $field } צריך להיות מזהה של ארגון ולא { $value }.
api-fault-text-nul = { $field } מכיל תו ששום טקסט אינו יכול להכיל.
api-fault-size = size צריך להיות מספר שלם מ-0 ומעלה ולא { $value }.
api-fault-continuation = אי אפשר להשתמש באסימון ההמשך. שלחו אותו בדיוק כפי שניתן, או התחילו מהדף הראשון.
api-fault-continuation-missing = לדף הזה נדרש אסימון ההמשך של דף אחר, בכותרת { $field }.
api-fault-devices-none = אין אף מכשיר בבקשה.
api-fault-relationship-only-none = אפשר רק לסיים קשר: relationshipToPartner צריך להיות none.
api-fault-sandbox-only = אפשר למחוק לקוחות רק בסביבת שילוב. כדי לסיים קשר, קבעו את relationshipToPartner ל-none.
api-fault-reseller = { $value } אינו משווק של הארגון שלכם.
api-fault-grant-type = grant_type צריך להיות jwt_token.
api-fault-token-program = מזהה היישום או הסוד שגויים, תוקף הסוד פג, או שהיישום כבוי.
api-fault-token-kind = יישומים של ארגון מסוג זה אינם מקבלים אסימונים. הספק קורא עבור משווק עקיף.
api-fault-token-person = שם המשתמש או הסיסמה שגויים, או שהחשבון נעול.
api-fault-token-second-factor = המשתמש הזה חייב להיכנס ביותר מסיסמה, ולכן סיסמה לבדה אינה נותנת אסימון. המשתמש יכול ליצור אסימון רענון ליישום בפורטל, תחת החשבון שלי.
api-fault-token-refresh = אסימון הרענון אינו תקף עוד. על המשתמש לתת גישה מחדש.
api-fault-token-tenant = הכתובת מציינת דייר אחר מזה של היישום. השתמשו במזהה הדייר של הארגון שלכם.
api-fault-token-method = אסימונים מבקשים ב-POST.
api-fault-token-many = יותר מדי בקשות לאסימונים מהכתובת הזו. שמרו אסימון עד שיפוג.
api-fault-token-form = אי אפשר לקרוא את הטופס: הוא צריך להיות טופס (application/x-www-form-urlencoded) שבו שום שדה אינו מופיע פעמיים.
api-fault-token-lacks = בטופס חסר השדה { $field }, שההענקה הזו דורשת.
api-fault-token-resource = המשאב אינו מוכר כאן. השתמשו ב-https://api.partnercenter.microsoft.com.
api-fault-token-grant = סוג ההענקה אינו נתמך. השתמשו ב-client_credentials,‏ password או refresh_token.
api-fault-token-scope = ההיקף אינו מוכר כאן. השתמשו ב-https://api.partnercenter.microsoft.com/.default.
api-fault-request-id-reused = ה-MS-RequestId שימש קודם לבקשה אחרת. שלחו שוב את אותו גוף, או קחו מזהה חדש.
api-fault-body-encoding = גוף הבקשה דחוס ({ $value }). שלחו אותו כפי שהוא, בלי הכותרת Content-Encoding.
api-fault-filter = { $field } אינו JSON שאפשר לקרוא: { $reason }. יש בו השדות Field, Value ו-Operator.
api-fault-policies-later = { $field }: מדיניות ניתנת למכשיר רשום. רשמו אותו תחילה, ואז השתמשו ב-DevicePolicyUpdates.
api-fault-provider = { $value } אינו הארגון שלכם. אפשר ליצור רק קישורים משלכם.
api-fault-dual-role = { $field } יכול להיות רק false: לארגון יש כאן תפקיד אחד.
api-fault-group-tag = { $value } אינו תג קבוצה של הלקוח הזה. כתבו תג בדיוק כפי שהוא, או השמיטו אותו.
api-fault-group-tag-near = { $value } אינו תג קבוצה של הלקוח הזה. הקרוב ביותר הוא { $nearest }; כל אות קובעת.
api-fault-text = { $field } הוא בן { $limit } תווים לכל היותר, ללא תווי בקרה.
api-fault-devices-twice = בבקשה יש שתי רשימות של מכשירים. יש לשלוח אחת.
