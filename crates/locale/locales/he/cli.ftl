# מה ששורת הפקודה אומרת.

## בכל מקום

cli-standard-input = קלט רגיל
cli-cannot-read = לא ניתן לקרוא את { $name }
cli-cannot-write = לא ניתן לכתוב את הפלט

## check

check-size-label = גודל
check-size =
    { $bytes ->
        [one] בית אחד ({ $bytes })
       *[other] { $bytes } בתים
    }
check-lines =
    { $count ->
        [one] שורה { $lines }
       *[other] שורות { $lines }
    }
check-lines-more = שורות { $lines } ועוד { $more }
check-more-errors = מוצגות רק { $shown } השגיאות הראשונות מתוך { $count }. כל השגיאות לפי קוד:
check-summary =
    { $rows ->
        [one] שורה אחת ({ $rows })
       *[other] { $rows } שורות
    }: { $ok } תקינות, { $warnings } לבדיקה, { $errors } נדחו.
check-accepted = התקבל: אפשר לרשום את כל השורות.
check-accepted-with-notices = התקבל: אפשר לרשום את כל השורות, לאחר התיקונים שלמעלה.
check-rejected-rows = נדחה: יש לתקן את השורות שלמעלה, או לרשום את האחרות בלעדיהן.
check-rejected-file = נדחה: אי אפשר להשתמש בקובץ כמות שהוא.

## identify

identify-valid = גיבוב החומרה תקין.
identify-warning = מוטל בספק: { $warning }
fact-product-key-part-number = מק״ט של מפתח המוצר
fact-family = משפחת מוצרים
fact-sku = SKU
fact-system-version = גרסת מערכת
fact-display = צג
fact-graphics = כרטיס מסך
fact-baseboard = לוח אם
fact-firmware-vendor = יצרן הקושחה

## serve

serve-listening = Taxiway מאזין בכתובת { $address }
serve-stopping = בעצירה: הבקשות והשורות שבטיפול מסתיימות תחילה. בקשה נוספת תעצור מיד.

## demo

demo-in-temporary = ההדגמה שומרת את הנתונים ב־{ $path } ומוחקת אותם בסיום.
demo-in-directory = ההדגמה שומרת את הנתונים ב־{ $path }.
demo-removed = { $path } נמחק.
demo-serve-later = כדי לפתוח את הפורטל עם המכשירים האלה: taxiway serve --data-dir { $path }
demo-portal = הפורטל פועל בכתובת { $address }. הקשה על Ctrl-C מסיימת את ההדגמה.
demo-directory-used = ב־{ $path } כבר יש מסד נתונים. כדי לראות אותו: taxiway serve --data-dir { $path }. להדגמה חדשה יש לציין תיקייה אחרת.
demo-database-used = במסד הנתונים כבר יש ארגונים. ההדגמה זקוקה למסד ריק.
demo-scene = { $partner } מוסר שתי רשימות עבור { $customer }: אחת מהספק ואחת מסקריפט האיסוף.
demo-understood = { $file }: { $layout }, { $encoding }; { $rows } שורות: { $ok } תקינות, { $warnings } לבדיקה, { $errors } נדחו
demo-rows = שורות
demo-progress = { $done } מתוך { $rows } שורות
demo-device = מכשיר
demo-code = קוד
demo-words = מה קרה
demo-remedy = מה לעשות
demo-outcome-registered = נרשם
demo-outcome-already = כבר קיים
demo-outcome-failed = נדחה
demo-outcome-cancelled = הושמט
demo-states = המכשירים של { $customer }
demo-devices = מכשירים
demo-meaning = משמעות
demo-people = אנשים שיכולים להיכנס:
demo-role = תפקיד
demo-organisation = ארגון
demo-shows = מה החשבון מראה
demo-shows-partner = השותף: בקשות הסכמה, לקוחות, אנשים ויישומים
demo-shows-clerk = הפקיד של השותף: מוסיף מכשירים ועוקב אחר עבודות
demo-shows-helpdesk = התמיכה של השותף: צופה ואינה משנה דבר
demo-shows-other-partner = שותף שצריך קודם לבקש הסכמה
demo-shows-customer = הלקוח: אותם מכשירים, השותפים שלו, גבולותיהם וסיומם
demo-shows-two-partners = לקוח של שני שותפים
demo-shows-new-customer = לקוח שעדיין אין לו מכשירים
demo-shows-operator = המפעיל: כל הארגונים והאנשים שלהם
demo-begin = כדי להתחיל, יש להיכנס בתור { $partner } ולהוסיף מכשירים עבור לקוח. בחלון פרטי אפשר להיכנס בתור { $customer }, הלקוח, ולראות את אותם מכשירים מן הצד השני.

## admin

admin-password = סיסמה חדשה
admin-password-again = אותה סיסמה שוב
admin-password-differs = הסיסמאות שונות זו מזו. יש לנסות שוב.
admin-password-none = לא ניתנה סיסמה. יש להקליד אותה כשמתבקשים, או לשלוח אותה לקלט התקני: taxiway admin … < password.txt
admin-secret-none = לא ניתן סוד יישום. יש להקליד אותו כשמתבקשים, או לשלוח אותו לקלט התקני: taxiway admin … < secret.txt
admin-no-database = אין מסד נתונים של שירות ב-{ $path }. יש לציין את ספריית הנתונים של השירות באמצעות --data-dir, --config או TAXIWAY_DATA_DIR. בהתקנה חדשה יש ליצור אותה: taxiway admin init
admin-database-empty = במסד הנתונים אין דבר של שירות. יש לציין את מסד הנתונים של השירות באמצעות --database, --config או TAXIWAY_DATABASE. בהתקנה חדשה יש להכין אותו: taxiway admin init
admin-no-directory = אין ספרייה { $path }. בספריית הנתונים של השירות נמצא המפתח שחותם סודות: יש לציין אותה באמצעות --data-dir, --config או TAXIWAY_DATA_DIR. בהתקנה חדשה יש ליצור אותה: taxiway admin init
admin-init-made = מוכן: { $path }. הצעד הבא הוא ארגון: taxiway admin organisation create
admin-init-there = { $path } כבר היה בשימוש. מה שיש שם נשאר כפי שהוא.
admin-password-unread = לא ניתן לקרוא את הסיסמה
admin-password-reset = הסיסמה נקבעה. הכניסות הפעילות של המשתמש הסתיימו.
admin-relationship-ended = הקשר הסתיים.
admin-tag-created = אפשר להשתמש בתג הקבוצה.

## מדוע בקשה אינה מבוצעת

refusal-not-found = אין דבר כזה.
refusal-no-organisation = אין ארגון עם המזהה { $id }. ראו taxiway admin organisation list
refusal-no-account = אין חשבון עם כתובת הדואר { $email }. ראו taxiway admin user list
refusal-no-identity-provider = לארגון אין ספק זהויות עם המזהה { $id }. ראו taxiway admin identity-provider list
refusal-no-relationship = אין קשר תקף בין הלקוח { $customer } לשותף { $partner }.
refusal-no-provider-link = המשווק { $reseller } אינו שייך לספק { $provider }. ראו taxiway admin provider list
refusal-forbidden = התפקיד שלך אינו מאפשר זאת. נדרש התפקיד { $role }.
refusal-too-large = לא ניתן לקבל יותר מ־{ $limit } בתים.
refusal-failed = משהו השתבש
