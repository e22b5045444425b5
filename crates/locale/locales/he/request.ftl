# שותף מבקש הסכמה; הקישור של יצרן.

requests-title = בקשות
requests-lead = לקוחות שהתבקשו לתת לך הסכמה, ומה עלה בבקשה.
requests-search = חיפוש לפי שם
requests-state = מצב
requests-label = בקשה
requests-asked = נשלחה
requests-expires = הקישור תקף עד
requests-unnamed = בקשה ללא שם
requests-none = עדיין אין בקשות
requests-none-text = אפשר לבקש קשר מלקוח. ברגע שהוא מאשר, אפשר לרשום עבורו מכשירים.
requests-none-found = אין בקשה מתאימה
requests-none-found-text = אפשר לבחור מצב אחר או לחפש חלק מן השם.
requests-past =
    { $count ->
        [one] לקוח אחד שסיים את הסכמתו
       *[other] { $count } לקוחות שסיימו את הסכמתם
    }
request-state-open = פתוחה
request-state-open-text = עדיין לא התקבלה החלטה. הלקוח פותח את הקישור כדי להחליט.
request-state-accepted = אושרה
request-state-accepted-text = הלקוח נתן הסכמה. הקישור נוצל.
request-state-declined = נדחתה
request-state-declined-text = הלקוח סירב. הקישור נוצל.
request-state-expired = פג תוקפה
request-state-expired-text = לא התקבלה החלטה בזמן. אפשר ליצור קישור חדש ולבקש שוב.
request-state-revoked = בוטלה
request-state-revoked-text = הארגון שלך ביטל אותה. הקישור אינו פועל.
request-state-ended = הסתיים
request-state-ended-text = הלקוח הסכים, אך הקשר הסתיים מאז. אפשר לבקש שוב כדי לרשום עבורו מכשירים.
request-title = בקשה
request-new = בקשת קשר משווק
request-lead = יתקבלו קישור אישי וטיוטת הודעה אל הלקוח. ההחלטה בידי הלקוח.
request-whom = את מי מבקשים
request-label = שם ברשימה שלך
request-email = כתובת הדואר של הלקוח
request-label-hint = השם הוא לרשימה שלך. הכתובת משמשת בטיוטה בלבד ואינה נשמרת.
request-customer = מזהה הדייר של הלקוח
request-customer-hint = כשהוא מצוין, רק הלקוח הזה יכול להשתמש בקישור. בלעדיו, כל מי שמחזיק בקישור.
request-provider = תחת איזה ספק
request-provider-hint = הלקוח נותן הסכמה לספק יחד איתך.
request-administration-text = הוא אינו נחוץ לרישום מכשירים. בעזרתו סוכני הניהול שלך פועלים בדפים של הלקוח בשמו.
request-administration = לכלול הרשאות ניהול מואצל
request-administration-hint = הלקוח יכול לנקות את התיבה ולהסכים בלעדיו.
request-administration-role = רק סוכן ניהול יכול לבקש אותו.
request-scope = הגבלות מוצעות
request-scope-text = הצעת הגבלות חוסכת ללקוח מילוי. הוא יכול לשנות כל אחת מהן.
request-scope-open = הצעת הגבלות
request-language = שפת ההודעה
request-days =
    { $count ->
        [one] הקישור תקף ליום אחד, לשימוש אחד.
       *[other] הקישור תקף ל-{ $count } ימים, לשימוש אחד.
    }
request-make = יצירת הקישור
request-renew = יצירת קישור חדש
request-revoke = ביטול הבקשה
request-decided = הוכרעה
request-reason = סיבה
request-addressee = מי יכול להשתמש בקישור
request-open-link = כל מי שמחזיק בו
request-again = בקשה חוזרת
renew-title = ליצור קישור חדש?
renew-text = הקישור שנשלח יפסיק לפעול מיד. תתקבל טיוטה חדשה עם קישור חדש.
revoke-title = לבטל את הבקשה?
revoke-text = הקישור יפסיק לפעול מיד, ואי אפשר יהיה לתת הרשאה באמצעותו. אפשר ליצור בקשה חדשה בכל עת.
flash-request-revoked = הבקשה בוטלה. הקישור שלה אינו פועל עוד.
flash-request-sent = ההודעה בדרך.

## הטיוטה

draft-title = טיוטת ההודעה
draft-lead = יש לשלוח אותה אל מנהל המערכת הכללי של הלקוח. אפשר לשנות את התוכן; הקישור חייב להישאר.
draft-link = קישור אישי
draft-link-hint = הוא מוצג כאן בלבד. אם הוא אבד, אפשר ליצור חדש.
copy-link = העתקת הקישור
draft-copy = העתקת התוכן
draft-subject = נושא
draft-body = תוכן
draft-edit-hint = אחרי שינוי יש ללחוץ על עדכון לפני פתיחת תוכנת הדואר.
draft-update = עדכון
draft-open = פתיחה בתוכנת הדואר
draft-send = שליחה
draft-rewrite = כתיבה מחדש בשפה הזאת
draft-done = סיום
draft-link-kept = הקישור היה חסר בתוכן. הוא הוחזר בסופו.
mail-subject = {"\u200F"}{ $partner } מבקש את הסכמתך לרישום מכשירים
mail-greeting = שלום,
mail-ask = {"\u200F"}{ $partner } מבקש לרשום מכשירים עבור הארגון שלך, כדי שימצאו את בעליהם ואת ההגדרות שלהם בהפעלה הראשונה.
mail-provider = {"\u200F"}{ $provider }, שמספק לנו, יקבל הסכמה יחד איתנו.
mail-administration = אנחנו מבקשים גם ניהול מואצל. אפשר לנקות את התיבה הזאת ולהסכים בלעדיו.
mail-no-administration = אנחנו לא מבקשים ניהול מואצל.
mail-open = מנהל מערכת כללי בארגון שלך פותח את הקישור, רואה מה מותר ומה אסור, קובע הגבלות לפי הצורך, ומאשר או דוחה:
mail-until = הקישור פועל פעם אחת, עד { $day }.
mail-end = בברכה,
    { $person }
    { $partner }

## הקישור שלקוחות רבים רשאים להשתמש בו

standing-title = קישור לכל הלקוחות
standing-text = הצורה המפורסמת של הקישור מציינת את הארגון שלך ואינה מכילה סוד. כשהוא פתוח, כל לקוח באזורים שלך יכול להסכים באמצעותו, בכל פעם שיימסר. כשהוא סגור, הוא פועל רק ללקוח שמזהה הדייר שלו רשום בבקשה פתוחה.
standing-open = פתוח
standing-closed = סגור
standing-link = קישור
standing-link-under = קישור תחת { $value }
standing-with-administration = הוא מבקש ניהול מואצל.
standing-without-administration = הוא אינו מבקש ניהול מואצל, יהיה כתוב בקישור מה שיהיה.
standing-do-open = פתיחת הקישור
standing-close = סגירת הקישור
standing-close-title = לסגור את הקישור לכל הלקוחות?
standing-close-text = הוא יפסיק לפעול מיד ללקוחות שעדיין לא הסכימו. קשרים קיימים אינם משתנים.
flash-link-opened = הקישור פועל.
flash-link-closed = הקישור אינו פועל עוד.

## לקוחות שהסכמתם הסתיימה

past-title = לקוחות לשעבר
past-lead = לקוחות שהסכמתם לך הסתיימה. אפשר לבקש מהם שוב.
past-none = אין לקוחות לשעבר
past-none-text = לקוחות יופיעו כאן כשקשר איתם יסתיים.
past-ended = הסתיים
ended-by-customer = על ידי הלקוח
ended-by-partner = על ידי הארגון שלך
ended-by-operator = על ידי המפעיל
ended-by-service = על ידי השירות

## הקישור של יצרן

maker-title = קישור להסכמה
maker-lead = לקוחות מסכימים לרישומים שלך באמצעות קישור אחד, זהה לכולם.
maker-link = הקישור שלך
maker-link-hint = יש לשלוח אותו ללקוחות. מנהל מערכת כללי פותח אותו ומאשר. לעולם לא ניתנות זכויות מואצלות.
maker-link-since = בשימוש מאז
maker-no-link = עדיין אין קישור.
maker-make = יצירת הקישור
maker-rotate = החלפת הקישור
maker-rotate-title = להחליף את הקישור?
maker-rotate-text = הקישור שבידי הלקוחות יפסיק לפעול מיד. הסכמות שניתנו נשארות בתוקף.
maker-check = האם לקוח הסכים?
maker-check-text = כדאי לבדוק לפני הרישום: שורות עבור לקוחות ללא הסכמה נדחות.
maker-tenant = מזהה הדייר של הלקוח
maker-ask = בדיקה
maker-no-consent = אין הסכמה בתוקף למזהה הדייר הזה. לא נמסר אם יש לקוח כזה.
maker-customers = כל הלקוחות שהסכימו

## הדף של הלקוח, עבור השותף

granted-title = מה ניתן לך
granted-used-up = אי אפשר לרשום עוד לפי ההסכמה הזאת: היום האחרון עבר, או שמספר המכשירים הושלם.
granted-registered = מכשירים שנרשמו על ידך
granted-left = מכשירים שנותרו
granted-limits = הגבלות

## פעולות ביומן

audit-action-relationship-decline = דחיית קשר
audit-action-relationship-change-scope = שינוי ההגבלות של קשר
audit-action-relationship-remove-administration = הסרת ניהול מואצל
audit-action-consent-request = בקשת הסכמה
audit-action-consent-renew = יצירת קישור חדש לבקשה
audit-action-consent-revoke = ביטול בקשת הסכמה
audit-action-consent-send = שליחת בקשת הסכמה
audit-action-consent-refuse = פתיחת קישור להסכמה
audit-action-link-open = פתיחת הקישור לכל הלקוחות
audit-action-link-close = סגירת הקישור לכל הלקוחות
audit-action-link-rotate = החלפת הקישור להסכמה
audit-action-organisation-set-region = קביעת אזור של ארגון
audit-action-provider-link = שיוך משווק לספק
audit-action-provider-unlink = ביטול שיוך של משווק לספק

## admin

admin-region-set = האזור נקבע.
admin-provider-linked = המשווק שויך לספק.
admin-provider-unlinked = המשווק אינו משויך עוד לספק.
