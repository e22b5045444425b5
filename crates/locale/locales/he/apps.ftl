# יישומים של ארגון והסודות שלהם.

apps-title = יישומים
apps-lead = תוכנות שפועלות עבור הארגון שלך בלי אדם ליד המקלדת.
apps-impossible = אין יישומים למשווקים עקיפים
apps-none = עדיין אין יישומים
apps-none-text = אפשר לרשום תוכנה וליצור לה סוד. היא נכנסת בעזרת מזהה הלקוח והסוד.
app-new = רישום יישום
app-new-lead = כדאי להתיר רק את מה שהתוכנה צריכה. אפשר לשנות זאת אחר כך.
app-create = רישום
app-name = שם
app-permissions = הרשאות
app-standing = מצב
app-secret-until = תוקף הסוד האחרון
app-last-used = שימוש אחרון
app-on = פעיל
app-off = מושבת
app-without-secret = ללא סוד
app-secret-over = תוקף הסוד פג
app-client-id = מזהה לקוח
app-about = שם והרשאות
app-save = שמירה
app-registration = רישום
app-registered-by = נרשם על ידי
app-registered-at = מועד הרישום
app-enable = הפעלה מחדש
app-disable = השבתה
app-disable-title = להשבית את { $value }?
app-disable-text = מרגע זה ועד להפעלה מחדש התוכנה לא תוכל להיכנס באף אחד מן הסודות שלה, ואף אחד מן האסימונים שלה אינו תקף.
app-delete = מחיקה
app-delete-title = למחוק את { $value }?
app-delete-text = התוכנה וכל הסודות שלה יימחקו לצמיתות. מה שהיא עשתה יישאר ביומן הפעילות.
secrets-title = סודות לקוח
secrets-lead = כדי להחליף בלי הפסקה יש ליצור סוד חדש, למסור אותו לתוכנה, לתת לה לקבל אסימון בעזרתו ואחר כך לבטל את הישן: אסימוני גישה שהתקבלו בעזרת הסוד הישן פוקעים מיד יחד איתו.
secrets-none = עדיין אין סודות
secrets-none-text = ללא סוד התוכנה אינה יכולה להיכנס.
secret-begins = מתחיל ב
secret-made = נוצר
secret-until = בתוקף עד
secret-over = פג תוקף
secret-act = פעולה
secret-revoke = ביטול הסוד
secret-revoke-title = לבטל את הסוד { $value }?
secret-revoke-text = מרגע זה תוכנות שמשתמשות בו לא יוכלו עוד להיכנס, ואסימוני גישה שהתקבלו בעזרתו אינם תקפים עוד.
secret-valid = תוקף
secret-months =
    { $count ->
        [one] חודש אחד
        [two] חודשיים
       *[other] { $count } חודשים
    }
secret-in-place-of = סוד ישן לביטול מיידי
secret-beside = אף אחד
secret-new = סוד חדש
secret-made-title = סוד לקוח חדש
secret-made-text = יש להעתיק את הסוד עכשיו ולשמור אותו במקום שרק התוכנה יכולה לקרוא. הוא אינו נשמר בשום מקום ולא יוצג שוב.
secret-once = הסוד, מוצג רק הפעם
secret-copy = העתקת הסוד
secret-done = העתקתי
acting-title = תוכנות שפועלות בשמך
acting-lead = חלק מן הקריאות של ה־API דורשות אדם. כאן אפשר להרשות ליישום לבצע אותן בשמך, גם אם אין לך סיסמה למסור לו. הוא לא יוכל לעשות יותר ממך, ולא יותר ממה שהותר ליישום.
acting-none = אין תוכנה שפועלת בשמך
acting-none-text = יש לבחור יישום כאן למטה ולמסור לו את האסימון שיוצג לך.
acting-none-apps = אין יישום שיכול לפעול בשמך. סוכן ניהול של הארגון רושם יישומים.
acting-since = האסימון הישן ביותר
acting-until = עד
acting-used = כניסה אחרונה
acting-act = פעולה
acting-stop = עצירה
acting-stop-which = עצירה של { $value }
acting-stop-title = להפסיק את הפעולה של { $value } בשמך?
acting-stop-text = כל האסימונים שלו בשמך יפוגו מיד. מה שהוא עשה יישאר ביומן הפעילות. כדי שיפעל שוב יש למסור לו אסימון חדש.
acting-app = יישום
acting-start = הרשאה לפעול בשמי
acting-bound =
    { $count ->
        [one] מתקבל אסימון שתקף 90 יום, ופחות מזה אם הסיסמה תוחלף. רק האסימון האחרון שיצרת ליישום תקף.
        [two] מתקבל אסימון שתקף 90 יום, ופחות מזה אם הסיסמה תוחלף. שני האסימונים האחרונים שיצרת ליישום תקפים.
       *[other] מתקבל אסימון שתקף 90 יום, ופחות מזה אם הסיסמה תוחלף. { $count } האסימונים האחרונים שיצרת ליישום תקפים.
    }
acting-made-title = אסימון עבור { $value }
acting-made-text = יש להעתיק את האסימון עכשיו ולמסור אותו ליישום, שצריך לשמור אותו כמו סיסמה. הוא אינו נשמר בשום מקום ולא יוצג שוב.
acting-once = אסימון רענון, מוצג רק הפעם
acting-copy = העתקת האסימון
acting-how = היישום שולח אותו לנקודת הקצה לאסימונים עם { $value }, יחד עם מזהה הלקוח והסוד שלו, ומקבל אסימון גישה שבעזרתו הוא פועל בשמך.
permission-devices-register = רישום מכשירים ומעקב אחר העבודות
permission-devices-read = קריאת מכשירים ומצביהם
permission-customers-read = קריאת רשימת הלקוחות
permission-relationships-request = בקשת קשרים עם לקוחות
permission-profiles-manage = יצירת פרופילים, שינויים והקצאתם
permission-catalogue-publish = פרסום מכשירים שיוצרו
flash-app-changed = נשמר. תקף מיד.
flash-app-disabled = היישום הושבת.
flash-app-enabled = היישום הופעל מחדש.
flash-app-deleted = היישום נמחק.
flash-secret-revoked = הסוד כבר אינו פועל.
flash-acting-stopped = היישום כבר אינו פועל בשמך.
invalid-permission-kind = ליישומים של ארגון מסוג זה אי אפשר לתת את ההרשאה הזאת.
invalid-permission-missing = יש לבחור לפחות הרשאה אחת.
invalid-secret-months = יש לבחור אחת מן התקופות שברשימה.
conflict-apps-not-here = משווקים עקיפים פועלים דרך הספק שלהם ואין להם גישה משלהם לממשקים. אפשר לבקש מן הספק לרשום מכשירים באמצעות תוכנה.
conflict-apps-many = לארגון שלך יש המספר המרבי של יישומים. יש למחוק יישום שאינו בשימוש.
conflict-secrets-many = ליישום יש המספר המרבי של סודות. יש לבטל סוד שאינו בשימוש.
conflict-secret-gone = הסוד שהיה אמור להתחלף כבר אינו קיים. יש לחזור, לטעון את הדף מחדש ולנסות שוב.
conflict-app-off = היישום מושבת. יש לבחור יישום אחר.
audit-action-app-create = רישום יישום
audit-action-app-change = שינוי יישום
audit-action-app-add-secret = יצירת סוד לקוח
audit-action-app-revoke-secret = ביטול סוד לקוח
audit-action-app-disable = השבתת יישום
audit-action-app-sign-in = מתן אסימון ליישום
audit-action-app-let-act = הרשאת יישום לפעול בשם המשתמש
audit-action-app-stop-acting = ביטול הרשאת יישום לפעול בשם המשתמש
audit-action-app-enable = הפעלת יישום
audit-action-app-delete = מחיקת יישום
