# הדף על הממשק לתוכנות של שותפים.

nav-api = API
api-title = API
api-lead = תוכנות שכבר עובדות עם ממשק המכשירים של Partner Center צריכות כתובת אחרת, ומעבר לכך שום דבר חדש.
api-impossible = אין גישה ל־API
api-for-partners = הממשק רושם מכשירים ללקוחות של שותפים. הארגון שלך אינו שותף.
api-connection = חיבור
api-base = כתובת בסיס
api-tenant = מזהה הדייר
api-token-v1 = נקודת הקצה לאסימונים, גרסה 1
api-token-v2 = נקודת הקצה לאסימונים, גרסה 2
api-standing = הקריאה לקישור שבו לקוח נותן את הסכמתו מחזירה את הקישור שלך לכל הלקוחות. סוכן ניהול צריך לפתוח אותו תחילה, בדף הבקשות:
api-description = תיאור הממשק (OpenAPI)
api-description-text = הוא כולל את מה שנשלח ונענה בכל הקריאות, ואת השדות שלנו: groupTag, orderId ו־purchaseId.
api-copy = העתקה
api-first-call = הקריאה הראשונה
api-first-call-text = יש לקבל אסימון בעזרת מזהה הלקוח וסוד של יישום, ואחר כך לבקש את רשימת הלקוחות שלך. הפקודות לוקחות את מזהה הלקוח מן המשתנה CLIENT_ID ואת הסוד מן המשתנה CLIENT_SECRET; הסוד אינו מופיע לעולם בשורת פקודה.
api-set-up = משתנים לקריאה הראשונה
api-set-up-text = תחילה יש לקבוע את שני המשתנים. השורה השנייה אינה מציגה דבר וממתינה: יש להדביק את הסוד ולהקיש Enter. כך הוא גם לא יישמר בהיסטוריית הפקודות.
api-acting = לקריאות שדורשות משתמש, כל משתמש נותן ליישום אסימון רענון. יוצרים אותו בחשבון של המשתמש, גם מי שנכנס בעזרת מפתח גישה:
api-apps = רישום יישום
api-calls = קריאות
api-calls-text = את מה שבסוגריים המסולסלים יש למלא. device batches, devices ו־policies הם מה שהפורטל קורא לו אצוות, מכשירים ופרופילים.
api-call = קריאה
api-does = מה היא עושה
api-who = מי רשאי לקרוא
api-alone = יישום, או יישום עם משתמש
api-with-user = רק יישום עם משתמש
api-article = תיעוד
api-requests = הבקשות האחרונות
api-requests-text =
    { $count ->
        [one] נשמרת הבקשה האחרונה של כל יישום, בלי מה שנשלח.
        [two] נשמרות שתי הבקשות האחרונות של כל יישום, בלי מה שנשלח. בקשה חדשה מופיעה כעבור שנייה.
       *[other] נשמרות { $count } הבקשות האחרונות של כל יישום, בלי מה שנשלח. בקשה חדשה מופיעה כעבור שנייה.
    }
api-requests-none = עדיין אין בקשות
api-requests-none-text = ברגע שאחד היישומים שלך יקרא, יופיע כאן מה שנענה לו.
api-requests-none-found = לא נמצאו בקשות
api-requests-none-found-text = אין בין הבקשות האחרונות בקשה שמתאימה לסינון.
api-only-errors = רק שגיאות
api-when = זמן
api-app = יישום
api-status = סטטוס
api-ids = מזהה הבקשה ומזהה המתאם
api-request-id = בקשה
api-correlation-id = מתאם
api-took-title = משך
api-took = { $value } אלפיות שנייה
api-answer = מה שנענה
api-app-requests = הבקשות האחרונות
api-read-calls =
    { $count ->
        [one] קריאה אחת
        [two] שתי קריאות
       *[other] { $count } קריאות
    }
audit-action-api-read = קריאת נתונים בידי תוכנה

## קריאות

api-call-device-batch-create = יוצרת אצווה ורושמת בה מכשירים
api-call-device-batch-add = רושמת מכשירים באצווה קיימת
api-call-batch-status-get = מוסרת לאן הגיעה העלאה, ומה נקבע לגבי כל מכשיר
api-call-device-batch-list = מפרטת את האצוות של לקוח
api-call-device-list = מפרטת את המכשירים של אצווה
api-call-device-get = קוראת מכשיר אחד; מעבר לקריאות שפורסמו
api-call-device-update = משנה מכשיר אחד, למשל את הפרופיל שלו
api-call-device-delete = מבטלת את הרישום של מכשיר אחד
api-call-policy-assign = מקצה פרופילים למכשירים
api-call-policy-create = יוצרת פרופיל
api-call-policy-list = מפרטת את הפרופילים של לקוח
api-call-policy-get = קוראת פרופיל אחד
api-call-policy-update = משנה פרופיל
api-call-policy-delete = מוחקת פרופיל
api-call-customer-list = מפרטת את הלקוחות שלך, או את אלה ששמם או הדומיין שלהם מתחיל בטקסט מסוים
api-call-customer-get = קוראת לקוח אחד
api-call-customer-end-relationship = מסיימת את הקשר עם לקוח
api-call-customer-delete = מוחקת לקוח של סביבת ניסוי
api-call-relationship-request-get = מחזירה את הקישור שבו לקוח נותן את הסכמתו
api-call-customer-relationship-list = מפרטת את המשווקים העקיפים של לקוח
api-call-partner-relationship-list = מפרטת את המשווקים העקיפים או את הספקים שלך
