# מה שאומרים דפי הפורטל.

## מסביב לכל דף

skip-to-content = דילוג לתוכן
crumbs = מיקום נוכחי
nav-main = ניווט ראשי
nav-menu = תפריט
nav-customers = לקוחות
nav-activity = יומן פעילות
nav-customer = לקוח
nav-overview = סקירה
nav-devices = מכשירים
nav-add-devices = הוספת מכשירים
nav-jobs = עבודות
language = שפה
sign-out = יציאה
footer-times = כל הזמנים הם ב-UTC.
request-id = מזהה הבקשה
search = חיפוש
refresh = רענון
cancel = ביטול
optional = (לא חובה)
never = אף פעם
since = מאז
line = שורה
verdict = תוצאה
batch = אצווה
job = עבודה
filter-any = הכול
filter-apply = סינון
filter-clear = ניקוי
pager = דפים
pager-previous = הקודם
pager-next = הבא
pager-of = מתוך { $count }
pager-total =
    { $count ->
        [one] רשומה אחת
       *[other] { $count } רשומות
    }
rows-by-verdict = שורות לפי תוצאה
rows-none = אין שורות מסוג זה
rows-count =
    { $count ->
        [one] שורה אחת
       *[other] { $count } שורות
    }
show-all = הכול
show-errors = שגיאות
show-warnings = אזהרות
show-already = אין מה לרשום
show-ok = תקינות
size-bytes = { $value } בתים
size-kilobytes = { $value } ק״ב
size-megabytes = { $value } מ״ב
size-gigabytes = { $value } ג״ב
decimal-mark = .
moment = { $day } ב{ $month } { $year }, { $clock }
month-1 = ינואר
month-2 = פברואר
month-3 = מרץ
month-4 = אפריל
month-5 = מאי
month-6 = יוני
month-7 = יולי
month-8 = אוגוסט
month-9 = ספטמבר
month-10 = אוקטובר
month-11 = נובמבר
month-12 = דצמבר

## כניסה

sign-in = כניסה
sign-in-lead = רישום מכשירים ללקוחות שלך, ומעקב אחר כל אחד מהם עד למשתמש שלו.
sign-in-email = כתובת דואר אלקטרוני
sign-in-password = סיסמה
sign-in-help = יש בעיה בכניסה? אפשר לפנות למנהל המערכת בארגון.
sign-in-wrong = כתובת הדואר או הסיסמה שגויות.
sign-in-locked = היו יותר מדי ניסיונות. אפשר לנסות שוב אחרי
sign-in-expired = החיבור הסתיים. יש להיכנס שוב.

## לקוחות

customers-title = לקוחות
customers-lead = ארגונים שהסכימו לרישום מכשירים על ידך.
customers-all-lead = כל הלקוחות של השירות.
customers-all-none-text = לקוחות מוגדרים באמצעות taxiway admin organisation create.
customers-search = חיפוש לפי שם או תחום
customers-name = לקוח
customers-devices = מכשירים
customers-jobs = עבודות
customers-last-upload = העלאה אחרונה
customers-running =
    { $count ->
        [one] אחת מתבצעת
       *[other] { $count } מתבצעות
    }
customers-none = עדיין אין לקוחות
customers-none-text = לקוחות יופיעו כאן ברגע שייתנו את הסכמתם.
customers-none-found = אין לקוח מתאים
customers-none-found-text = כדאי לבדוק את האיות או לחפש חלק מן השם.
customer-tenant = דייר
customer-consents = יש הסכמה לרישום
customer-no-consent = אין הסכמה
customer-states = מכשירים לפי מצב
customer-no-devices = עדיין אין מכשירים
customer-no-devices-text = אפשר להוסיף מכשירים מקובץ של הספק, בהדבקת רשימה או בעזרת קורא ברקוד.
customer-attention = דורש טיפול
customer-all-well = הכול תקין
customer-all-well-text = אין דבר שדורש טיפול.
customer-recent-jobs = עבודות אחרונות
customer-all-jobs = כל העבודות
customer-tags = תגי קבוצה
customer-no-tags = עדיין אין מכשיר עם תג קבוצה.
tag-none = אין תג קבוצה
attention-failed-rows =
    { $count ->
        [one] שורה אחת נדחתה
       *[other] { $count } שורות נדחו
    }
attention-job-stopped = עבודה נעצרה כי ההסכמה הסתיימה
attention-preview-waiting = העלאה ממתינה להחלטה שלך
attention-inactive =
    { $count ->
        [one] מכשיר אחד אינו פעיל
       *[other] { $count } מכשירים אינם פעילים
    }
attention-inactive-text = לא היו בשימוש בשבעת הימים האחרונים

## מכשירים

devices-title = מכשירים
devices-count =
    { $count ->
        [one] מכשיר אחד
       *[other] { $count } מכשירים
    }
devices-all = הכול
devices-by-state = מכשירים לפי מצב
devices-export = ייצוא
devices-search = תחילת המספר הסידורי
devices-none-searched = לא נמצא מכשיר
devices-none-searched-text = אין ללקוח הזה מספר סידורי שמתחיל כך. יש הבדל בין אותיות גדולות לקטנות.
devices-none-filtered = אין מכשיר שמתאים לסינון
devices-none-filtered-text = אפשר לבחור מצב, תג קבוצה או אצווה אחרים.
device-unnamed = מכשיר ללא מספר סידורי
device-state = מצב
device-since = מאז
device-reason = סיבה
device-next = מה לעשות
device-registration = רישום
device-profile = פרופיל מכשיר
device-no-profile = לא נבחר
device-registered-by = נרשם על ידי
device-strength = חוזק
device-identity = זהות
device-history = היסטוריה
device-deregister = ביטול הרישום
device-deregister-title = לבטל את הרישום של { $value }?
device-deregister-title-unnamed = לבטל את הרישום של המכשיר הזה?
device-deregister-text = הרישום נמחק, ויחד איתו קוד ה-Hash, מספרי ההזמנה וההיסטוריה שנשמרו על המכשיר. אי אפשר לבטל את הפעולה, אבל אפשר לרשום את המכשיר שוב, ללקוח הזה או לאחר. במכשיר עצמו דבר לא משתנה.
facts-identity = מזהים
facts-hardware = חומרה
facts-security = שבב אבטחה
facts-capture = הפקת קוד ה-Hash
fact-uuid = מזהה SMBIOS UUID
fact-mac-address = כתובת רשת
fact-disk = מספר סידורי של הדיסק
fact-tpm-version = גרסת TPM
fact-tpm-manufacturer = יצרן ה-TPM
fact-endorsement-key = המפתח של שבב האבטחה (SHA‑256)
fact-captured-at = מועד ההפקה
fact-tool-build = גרסת הכלי
fact-os-build = גרסת Windows
fact-identified-by = מזוהה לפי

## הוספת מכשירים

add-title = הוספת מכשירים
add-lead = אפשר להשתמש בקובץ כפי שהספק שלח אותו. מה שהובן ממנו יוצג לפני שמשהו יירשם.
add-devices-step = המכשירים
add-file = קובץ
add-file-text = CSV כפי שהתקבל
add-file-choose = יש לבחור קובץ או לגרור אותו לכאן
add-file-hint = קובץ CSV או טקסט, בכל קידוד, עד { $value }. גיליון אלקטרוני יש לשמור כ-CSV.
add-paste = הדבקה
add-paste-text = מהודעת דואר או מטבלה
add-paste-label = שורות עם פסיקים, נקודה-פסיק או טאבים, עם שורת כותרת או בלעדיה
add-scan = הקלדה או סריקה
add-scan-text = שורה אחר שורה
add-scan-hint = מקש Enter עובר לשדה הבא, ובסוף השורה לשורה הבאה. כך עושה גם קורא ברקוד. היצרן והדגם מועתקים מן השורה שמעל.
add-samples = קבצים לדוגמה לכל מבנה
sample-hash = קוד Hash של חומרה
sample-hash-text = קוד אחד בלבד, של מכשיר שאינו קיים. עבור taxiway identify.
add-tag-step = תג קבוצה
add-tag-text = תג הקבוצה בוחר את פרופיל המכשיר שהמכשיר יקבל בהפעלה הראשונה.
add-tag-single = משתמש אחד
add-tag-custom = תג של הלקוח הזה, שבוחר את הפרופיל ”{ $value }“.
add-tag-from-file = כפי שבקובץ
add-tag-from-file-text = כל שורה שומרת על תג הקבוצה שבקובץ.
add-tag-none = שימוש בתגים שבקובץ
add-tag-outside = אינו כלול בהסכמת הלקוח.
add-compare = השוואה בין פרופילי המכשיר
add-setting = הגדרה
add-mode-step = מצב קריאה
add-nothing-yet = דבר לא נרשם בשלב הזה.
add-preview = המשך לתצוגה מקדימה
add-problem-nothing = יש לבחור קובץ, להדביק רשימה או להקליד לפחות מכשיר אחד.
add-problem-several = יש להשתמש בדרך אחת בלבד: קובץ, רשימה מודבקת או שורות מוקלדות.
add-problem-tag = יש לבחור אחד מתגי הקבוצה.
add-problem-too-large = הקובץ גדול מן המותר בהעלאה אחת.

## תצוגה מקדימה

preview-title = תצוגה מקדימה
preview-rows = שורות
preview-ok = תקינות
preview-warnings = לבדיקה
preview-already = אין מה לרשום
preview-errors = לא ניתנות לרישום
preview-recognised = מה זוהה
preview-layout = מבנה
preview-encoding = קידוד
preview-bom = עם סימן סדר בתים
preview-delimiter = הערכים מופרדים ב
preview-header = שורת כותרת
preview-line = שורה { $count }
preview-no-header = אין; זוהה לפי התוכן
preview-notices = תיקונים והערות
preview-notices-text = נעשים לפני שמשהו נרשם
preview-notice-lines =
    { $count ->
        [one] בשורה אחת
       *[other] ב-{ $count } שורות
    }
preview-lines = שורות
preview-will-register =
    { $count ->
        [0] לפי המצב כעת, אף מכשיר לא יירשם.
        [one] לפי המצב כעת, מכשיר אחד יירשם.
       *[other] לפי המצב כעת, { $count } מכשירים יירשמו.
    }
preview-will-find =
    { $count ->
        [one] בשורה אחת אין מה לרשום: המכשיר כבר רשום כאן או מופיע קודם לכן בקובץ.
       *[other] ב־{ $count } שורות אין מה לרשום: המכשירים כבר רשומים כאן או מופיעים קודם לכן בקובץ.
    }
preview-can-register =
    { $count ->
        [one] לפי הקובץ עצמו, אפשר לרשום שורה אחת.
       *[other] לפי הקובץ עצמו, אפשר לרשום { $count } שורות.
    }
preview-compared = לאחר השוואה למה שרשום, לקטלוגים של היצרנים ולהסכמה ברגע זה. העבודה תראה מה עלה בגורל כל שורה.
preview-not-compared = הקובץ ארוך מכדי להשוות את כולו למה שרשום: הושוו רק השורות המוצגות בעמוד זה. מכשירים שכבר רשומים, ששייכים לארגון אחר או שאינם בקטלוג של היצרן יזוהו בזמן הרישום, וכך גם שורות שמעבר למספר המכשירים שההסכמה מכסה.
preview-will-skip =
    { $count ->
        [one] שורה אחת עם שגיאה תושמט ותדווח.
       *[other] { $count } שורות עם שגיאות יושמטו וידווחו.
    }
preview-none-registrable = אין בהעלאה הזאת שורה שאפשר לרשום. יש לתקן את השגיאות שלמטה ולהעלות את הקובץ שוב.
preview-discard = מחיקת ההעלאה
preview-registered = ההעלאה הזאת כבר נרשמה.
preview-to-job = מעבר לעבודה
register-devices = רישום מכשירים
batch-name = שם האצווה
refused-title = הקובץ לא התקבל
refused-again = בחירת קובץ אחר

## עבודות

jobs-title = עבודות
jobs-lead = כל העלאה שנרשמה, עם התוצאה של כל שורה.
jobs-name = עבודה
jobs-state = מצב
jobs-rows = שורות
jobs-failed = נדחו
jobs-submitted = נשלחה
jobs-none = עדיין אין עבודות
jobs-none-text = עבודה מתחילה כשרושמים את המכשירים של העלאה.
job-progress = התקדמות
job-registered = נרשמו
job-refused = נדחו
job-skipped = הושמטו
job-already = כבר היו רשומים
job-remaining = נותרו
job-rows = שורות
job-started = התחילה
job-not-started = ממתינה לתורה
job-ended = הסתיימה
job-leave = אפשר לעזוב את הדף. העבודה תימשך.
job-about = על העבודה
job-results = תוצאות
job-results-text = התוצאה של כל שורה, כקובץ CSV
job-repaired = קובץ מתוקן
job-repaired-text = השורות ללא שגיאות, במבנה המתועד. מה שאינו מתאים למבנה מופיע בתוצאות בלבד
job-repaired-retry-text = השורות שגם הפעם לא נרשמו, במבנה המתועד. מה שאינו מתאים למבנה מופיע בתוצאות בלבד
job-retry = ניסיון חוזר לשורות שנדחו
job-no-retry = ניסיון חוזר לא יועיל: השגיאות נמצאות בקובץ. יש לתקן את השורות האלה ולהעלות אותן שוב.
job-cancel = ביטול העבודה
job-cancel-title = לבטל את העבודה?
job-cancel-text = שורות שכבר נרשמו יישארו רשומות. השורות הנותרות יושמטו; אפשר להעלות אותן שוב.
job-to-device = הצגת המכשיר
job-no-rows-yet = התוצאות יופיעו כאן ככל שהשורות יושלמו
confirm-back = חזרה
flash-registered = המכשירים נרשמים כעת.
flash-over-registered = ההעלאה נרשמה. להלן מה עלה בגורל כל שורה.
flash-cancelled = העבודה בתהליך ביטול.
flash-retried = נעשה ניסיון חוזר לשורות שנדחו.
flash-over-retried = נעשה ניסיון חוזר לשורות שנדחו. להלן מה עלה בגורלן.
flash-discarded = ההעלאה נמחקה. דבר לא נרשם.
flash-device-deregistered = רישום המכשיר בוטל.

## יומן פעילות

activity-title = יומן פעילות
activity-lead = מי עשה מה, עבור מי ומתי.
activity-when = מתי
activity-action = פעולה
activity-customer = לקוח
activity-from = מתאריך
activity-until = עד תאריך
activity-refused = נדחתה
activity-service = השירות
activity-none = אין רשומות
activity-none-text = לא נעשה דבר שמתאים לסינון.

## שגיאות

error-home = לדף הבית
error-400-title = הבקשה לא הובנה
error-400-text = יש לחזור, לטעון את הדף מחדש ולנסות שוב.
error-403-title = אין לך הרשאה לפעולה הזאת
error-403-text = התפקיד שלך אינו מאפשר זאת. אפשר לפנות למנהל המערכת בארגון.
error-404-title = הדף לא נמצא
error-404-text = הוא אינו קיים, או שאין לך גישה אליו.
error-405-title = זה לא פועל כאן
error-405-text = הדף אינו מקבל בקשה מסוג זה. יש לחזור ולהשתמש בלחצנים שלו.
error-409-title = לא אפשרי כעת
error-409-text = משהו השתנה בינתיים. יש לחזור, לטעון את הדף מחדש ולנסות שוב.
error-413-title = גדול מדי
error-413-text = הקובץ גדול מן המותר בהעלאה אחת. יש לפצל אותו ולהעלות את החלקים זה אחר זה.
error-429-title = יותר מדי בקשות
error-429-text = יש להמתין רגע ולנסות שוב.
error-500-title = משהו השתבש
error-500-text = זו לא אשמתך. אפשר לנסות שוב; אם זה חוזר, יש למסור לתמיכה את מזהה הבקשה.
