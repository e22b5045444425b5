# אנשים, החשבונות שלהם, הזמנות וסיסמאות.

nav-people = אנשים
nav-apps = יישומים
nav-organisations = ארגונים
nav-account = החשבון שלי
sign-in-forgotten = שכחת את הסיסמה?

## ארגונים

organisations-title = ארגונים
organisations-lead = כל מי שמשתתף בשירות.
organisations-name = ארגון
organisations-kind = סוג
organisations-since = מאז
organisations-people = הצגת האנשים
organisations-none-found = אין ארגון מתאים

## אנשים

people-title = אנשים
people-lead = מי יכול להיכנס בשם הארגון שלך, ומה מותר לו.
people-invitations =
    { $count ->
        [one] הזמנה אחת
       *[other] { $count } הזמנות
    }
people-search = שם או כתובת דואר אלקטרוני
people-none = עדיין אין אנשים
people-none-text = אפשר להזמין את האדם הראשון. יתקבל קישור שיש למסור לו.
people-none-found = לא נמצא אדם מתאים
people-none-found-text = כדאי לבדוק את האיות או לחפש חלק מן השם או מן הכתובת.
people-more-found = יש עוד אנשים מתאימים.
person-name = שם
person-roles = תפקידים
person-account = חשבון
person-since = מאז
person-on = פעיל
person-off = מושבת
person-locked = נעול
person-locked-until = היו יותר מדי סיסמאות שגויות. נעול עד
person-own = זה החשבון שלך. ויתור על ההרשאה לניהול אנשים מחייב אדם אחר להחזיר אותה.
person-save-roles = שמירת התפקידים
person-enable = הפעלה מחדש
person-reset = איפוס סיסמה
person-disable = השבתה
person-disable-title = להשבית את החשבון של { $value }?
person-disable-text = כל החיבורים יסתיימו מיד, והזמנות פתוחות שנשלחו מן החשבון יבוטלו. דבר לא נמחק; אפשר להפעיל את החשבון מחדש.
person-reset-mail = שליחת הקישור
person-reset-mail-title = לשלוח אל { $value } קישור לסיסמה חדשה?
person-reset-mail-text = הקישור פועל פעם אחת ולזמן קצר. הסיסמה הנוכחית תקפה עד השימוש בקישור, ואז יסתיימו כל החיבורים של החשבון.
person-reset-link = יצירת הקישור
person-reset-link-title = ליצור קישור לסיסמה חדשה עבור { $value }?
person-reset-link-text = הקישור יוצג פעם אחת ויש למסור אותו. הסיסמה הנוכחית תקפה עד השימוש בקישור, ואז יסתיימו כל החיבורים של החשבון.
reset-link-title = סיסמה חדשה עבור { $value }
reset-link-text = יש למסור את הקישור לבעל החשבון בלבד, בדרך בטוחה. מי שהקישור בידו יכול לקבוע את הסיסמה.
role-admin-agent-about = הכול עבור הלקוחות, כולל אנשים ויישומים
role-sales-agent-about = הוספת מכשירים ומעקב אחר העבודות
role-helpdesk-agent-about = צפייה, כדי לענות על שאלות
role-global-administrator-about = הכול בארגון, כולל הסכמות ואנשים
role-intune-administrator-about = הוספת מכשירים וניהולם
role-policy-and-profile-manager-about = ניהול מכשירים ופרופילים
role-global-reader-about = צפייה בהכול, בלי שינויים
role-registrar-about = רישום מכשירים ופרסומם, ניהול אנשים ויישומים
role-reader-about = צפייה בהכול, בלי שינויים
role-administrator-about = ארגונים, אנשים וקשרים
role-support-about = צפייה, כדי לעזור

## הזמנות

invite = הזמנה
invite-title = הזמנת אדם
invite-lead =
    { $count ->
        [one] המוזמן פותח קישור, בוחר סיסמה ונכנס. הקישור פועל פעם אחת, במשך יום אחד.
       *[other] המוזמן פותח קישור, בוחר סיסמה ונכנס. הקישור פועל פעם אחת, במשך { $count } ימים.
    }
invite-mail = מסירת הקישור
invite-by-mail = שליחת הקישור בדואר אלקטרוני
invite-by-mail-text = הקישור יוצג גם כאן, ואפשר למסור אותו בדרך אחרת.
invited-title = הזמנה עבור { $value }
invited-text = יש למסור את הקישור למוזמן. מי שהקישור בידו יכול לפתוח את החשבון.
invited-text-mailed = הקישור נשלח בדואר אלקטרוני. אם לא יגיע, אפשר למסור אותו ישירות. מי שהקישור בידו יכול לפתוח את החשבון.
link-once = הקישור, מוצג רק הפעם
link-until = פועל עד
link-done = סיום
invitations-title = הזמנות
invitations-lead = קישורים שעדיין לא נעשה בהם שימוש.
invitations-none = אין הזמנות פתוחות
invitations-none-text = לכל מי שהוזמן יש חשבון.
invitation-by = הוזמן על ידי
invitation-until = בתוקף עד
invitation-act = פעולה
invitation-expired = פג תוקף
invitation-revoke = ביטול ההזמנה
invitation-revoke-title = לבטל את ההזמנה של { $value }?
invitation-revoke-text = הקישור יפסיק לפעול מיד. אפשר להזמין שוב.

## סיסמאות וקישורים סודיים

password-new = סיסמה חדשה
password-again = אותה סיסמה שוב
password-old = הסיסמה הנוכחית
password-rules = לפחות 12 תווים. כמה מילים הן בחירה טובה; השם וכתובת הדואר אינם בחירה טובה.
welcome-title = פתיחת החשבון שלך
welcome-lead = הוזמנת לעבוד עם השירות.
welcome-organisation = ארגון
welcome-name = השם שלך
welcome-accept = פתיחת החשבון וכניסה
forgotten-title = שכחתי את הסיסמה
forgotten-lead = יש להזין את כתובת הדואר האלקטרוני. אם יש חשבון עם הכתובת, יישלח קישור לסיסמה חדשה.
forgotten-no-mail = השירות אינו יכול לשלוח דואר אלקטרוני. אפשר לבקש ממנהל המערכת בארגון קישור לסיסמה חדשה.
forgotten-sent =
    { $count ->
        [one] אם יש חשבון עם הכתובת הזאת, הודעה בדרך. הקישור שבה פועל פעם אחת, במשך דקה אחת.
       *[other] אם יש חשבון עם הכתובת הזאת, הודעה בדרך. הקישור שבה פועל פעם אחת, במשך { $count } דקות.
    }
forgotten-sent-help = לא הגיעה הודעה אחרי כמה דקות? כדאי לבדוק את תיקיית דואר הזבל ואת הכתובת, או לפנות למנהל המערכת בארגון.
forgotten-send = שליחת הקישור
forgotten-back = חזרה לכניסה
new-password-title = קביעת סיסמה חדשה
new-password-lead = אחר כך נכנסים איתה. כל שאר החיבורים שלך יסתיימו.
new-password-set = קביעת הסיסמה
link-over-title = הקישור כבר אינו פועל
link-over-password = כבר נעשה בו שימוש, תוקפו פג, או שנשלח קישור חדש יותר. הסיסמה לא השתנתה, אלא אם קבעת סיסמה חדשה.
link-over-invitation = כבר נעשה בו שימוש, תוקפו פג, או שההזמנה בוטלה. אם כבר פתחת חשבון, אפשר להיכנס. אם לא, אפשר לבקש קישור חדש ממי שהזמין אותך.
link-over-again = שליחת קישור חדש

## החשבון שלי

account-title = החשבון שלי
account-profile = הפרטים שלך
account-mail-language = שפת הודעות הדואר
account-mail-language-page = שפת השולח
account-save = שמירה
account-password = סיסמה
account-password-ends = כל שאר החיבורים שלך יסתיימו.
account-password-change = החלפת הסיסמה
account-password-wrong = הסיסמה הנוכחית שגויה.
sessions-title = חיבורים
sessions-lead = היכן החשבון שלך מחובר. נשמרים רק סוג הדפדפן וחלק מכתובת הרשת.
sessions-end-others = סיום כל האחרים
session-browser = דפדפן
session-browser-unknown = דפדפן לא ידוע
session-origin = מאיפה
session-origin-local = רשת מקומית
session-origin-unknown = לא ידוע
session-begun = כניסה
session-seen = שימוש אחרון
session-act = פעולה
session-current = החיבור הזה
session-end = סיום

## מה נעשה זה עתה

flash-roles-changed = התפקידים שונו. הם תקפים מיד.
flash-person-disabled = החשבון הושבת. כל החיבורים שלו הסתיימו.
flash-person-enabled = החשבון הופעל מחדש.
flash-invitation-revoked = ההזמנה בוטלה.
flash-reset-sent = הקישור לסיסמה חדשה נשלח בדואר אלקטרוני.
flash-password-set = הסיסמה נקבעה. אפשר להיכנס איתה.
flash-profile-changed = נשמר.
flash-password-changed = הסיסמה הוחלפה. כל שאר החיבורים שלך הסתיימו.
flash-session-ended = החיבור הסתיים.
flash-sessions-ended = כל שאר החיבורים שלך הסתיימו.

## בקשות שאי אפשר לבצע

invalid-password-simple = בסיסמה יש מעט מדי תווים שונים.
invalid-password-personal = אפשר לנחש את הסיסמה לפי השם או כתובת הדואר.
invalid-password-same = זו הסיסמה שכבר יש לך.
invalid-password-differs = שתי הסיסמאות שונות זו מזו.
conflict-mail-off = השירות אינו יכול לשלוח דואר אלקטרוני.
conflict-last-administrator = חייב להישאר מישהו שיכול לנהל אנשים. יש לתת קודם את התפקיד לאדם אחר.
conflict-person-disabled = החשבון מושבת. יש להפעיל אותו קודם.
error-429-wait =
    { $count ->
        [one] היו יותר מדי ניסיונות. אפשר לנסות שוב בעוד שנייה אחת.
       *[other] היו יותר מדי ניסיונות. אפשר לנסות שוב בעוד { $count } שניות.
    }

## פעולות ביומן

audit-action-user-invite = הזמנת אדם
audit-action-user-revoke-invitation = ביטול הזמנה
audit-action-user-accept-invitation = קבלת הזמנה
audit-action-user-change-roles = שינוי תפקידים
audit-action-user-disable = השבתת חשבון
audit-action-user-enable = הפעלת חשבון
audit-action-user-send-reset = יצירת קישור לסיסמה חדשה
audit-action-user-request-reset = סיסמה שנשכחה: נשלח קישור
audit-action-user-change-password = החלפת הסיסמה האישית
audit-action-user-change-profile = שינוי החשבון האישי
audit-action-session-end = סיום חיבורים
audit-action-mail-fail = הודעת דואר לא נמסרה

## שורת הפקודה

admin-user-disabled = החשבון הושבת. החיבורים שלו הסתיימו.
admin-user-enabled = החשבון הופעל.
demo-mails = הודעות דואר אינן נשלחות אלא נכתבות אל { $path }.
