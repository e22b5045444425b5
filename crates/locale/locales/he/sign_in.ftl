# כניסה דרך ספק זהויות או בעזרת מפתח גישה, והגדרת שניהם.

nav-sign-in = כניסה

## דף הכניסה

sign-in-organisation = כניסה דרך הארגון
sign-in-passkey = כניסה בעזרת מפתח גישה
sign-in-no-email = יש להקליד תחילה את כתובת הדואר. לפיה יודעים לאיזה ארגון שייכים.
sign-in-no-provider = אין ארגון שנכנסים אליו עם כתובות דואר מן התחום הזה. אפשר להיכנס בסיסמה או לבדוק את הכתובת.
sign-in-only-provider = הארגון כבר אינו מקבל סיסמאות. יש לבחור ”כניסה דרך הארגון“.
onward-title = מעבר אל { $value }
onward-text = הכניסה נעשית אצל הספק של הארגון, ואחריה חוזרים לכאן. הכתובת שם מתחילה ב־
onward-go = המשך

## מפתחות גישה בדפדפן

passkey-noscript-sign-in = מפתחות גישה דורשים JavaScript, והוא כבוי בדפדפן הזה. דרכי הכניסה האחרות פועלות גם בלעדיו.
passkey-noscript = מפתחות גישה דורשים JavaScript, והוא כבוי בדפדפן הזה. כל השאר פועל גם בלעדיו.
passkey-trouble = לא נעשה שימוש במפתח גישה. הפעולה בוטלה, נמשכה זמן רב מדי, או שאין מפתח למקום הזה. אפשר לנסות שוב.
passkey-unsupported = הדפדפן הזה אינו מכיר מפתחות גישה.
passkey-elsewhere = מפתחות גישה שייכים לכתובת אחת. יש לפתוח את הפורטל בכתובת

## הכניסה נדחתה

refused-sign-in-title = הכניסה לא הושלמה
refused-sign-in-groups = נדרשת אחת הקבוצות האלה
refused-sign-in-administrators = מנהלי המערכת של { $value }
refused-sign-in-again = חזרה לדף הכניסה
refused-sign-in-provider = ספק הזהויות
sign-in-refusal-browser = התשובה של { $provider } הגיעה לדפדפן שלא ביקש אותה.
sign-in-refusal-browser-next = יש להתחיל מחדש בדפדפן הזה, עם עוגיות מופעלות, בכתובת { $address }. אם מישהו שלח לך קישור, אין להשתמש בו.
sign-in-refusal-unknown-state = התשובה הזאת של { $provider } אינה שייכת לשום כניסה שמתבצעת כעת.
sign-in-refusal-unknown-state-next = יש להתחיל מחדש בדף הכניסה. אם מישהו שלח לך קישור, אין להשתמש בו.
sign-in-refusal-late = התשובה של { $provider } הגיעה מאוחר מדי.
sign-in-refusal-late-next = יש להתחיל מחדש בדף הכניסה ולסיים בתוך עשר דקות.
sign-in-refusal-replayed = התשובה הזאת של { $provider } כבר נוצלה.
sign-in-refusal-replayed-next = יש להתחיל מחדש בדף הכניסה. חזרה אחורה וטעינה מחדש אינן פועלות כאן.
sign-in-refusal-denied = { $provider } לא אישר את הכניסה, או שהיא בוטלה.
sign-in-refusal-denied-next = אפשר לנסות שוב. אם לא ביטלת, כדאי לפנות למי שאחראי על { $provider }.
sign-in-refusal-provider-error = { $provider } דיווח על שגיאה.
sign-in-refusal-provider-error-next = אפשר לנסות שוב בעוד כמה דקות. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-unreachable = { $provider } אינו עונה.
sign-in-refusal-unreachable-next = אפשר לנסות שוב בעוד כמה דקות או להיכנס בדרך אחרת. אם זה נמשך, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-slow = { $provider } לא ענה בזמן.
sign-in-refusal-slow-next = אפשר לנסות שוב בעוד כמה דקות או להיכנס בדרך אחרת. אם זה נמשך, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-malformed = התשובה של { $provider } אינה מובנת.
sign-in-refusal-malformed-next = מנהל המערכת בארגון צריך לבדוק את כתובת הספק. לפי מזהה הבקשה אפשר למצוא את הפרטים ביומן.
sign-in-refusal-blocked = { $provider } נמצא בכתובת שהשירות הזה אינו מתחבר אליה.
sign-in-refusal-blocked-next = הכתובת חייבת להיות ציבורית ולהתחיל ב־https. מנהל המערכת בארגון יכול לתקן אותה; רק המפעיל יכול להתיר כתובות אחרות.
sign-in-refusal-client-refused = { $provider } אינו מקבל את מזהה היישום והסוד של השירות הזה.
sign-in-refusal-client-refused-next = מנהל המערכת בארגון צריך להזין אותם מחדש. ייתכן שתוקף הסוד פג.
sign-in-refusal-code-refused = { $provider } לא קיבל את הקוד שהוא עצמו נתן.
sign-in-refusal-code-refused-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, ייתכן שכתובת החזרה הרשומה אצל הספק שגויה.
sign-in-refusal-issuer = האישור הגיע מספק אחר ולא מ־{ $provider }.
sign-in-refusal-issuer-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-audience = האישור של { $provider } מיועד לשירות אחר.
sign-in-refusal-audience-next = מנהל המערכת בארגון צריך לבדוק את מזהה היישום.
sign-in-refusal-signature = האישור אינו חתום בידי { $provider }.
sign-in-refusal-signature-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-token-expired = תוקף האישור של { $provider } פג, או שהשעונים שונים.
sign-in-refusal-token-expired-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, צריך לכוון את השעונים של שני השרתים.
sign-in-refusal-nonce = האישור של { $provider } עונה על כניסה אחרת.
sign-in-refusal-nonce-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-access-token = האישור של { $provider } אינו שייך למה שהגיע איתו.
sign-in-refusal-access-token-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-token = האישור של { $provider } אינו תקין.
sign-in-refusal-token-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, יש למסור את מזהה הבקשה למנהל המערכת בארגון.
sign-in-refusal-no-groups = { $provider } לא מסר באילו קבוצות יש לך חברות.
sign-in-refusal-no-groups-next = מנהל מערכת צריך לאפשר ל־{ $provider } למסור את הקבוצות, או לתקן כאן את שם השדה.
sign-in-refusal-not-in-group = אין לך חברות בקבוצה של { $provider } שיש לה תפקיד כאן.
sign-in-refusal-not-in-group-next = יש לבקש להצטרף לאחת הקבוצות, ואז להיכנס שוב.
sign-in-refusal-unknown-person = אין לך כאן חשבון, ו־{ $provider } אינו יוצר חשבונות.
sign-in-refusal-unknown-person-next = יש לבקש הזמנה ממנהל מערכת.
sign-in-refusal-no-email = { $provider } לא מסר כתובת דואר שלך שאפשר לסמוך עליה.
sign-in-refusal-no-email-next = מנהל מערכת צריך לאפשר ל־{ $provider } למסור כתובת מאומתת.
sign-in-refusal-email-domain = לא נוצרים חשבונות לכתובות דואר מן התחום שלך.
sign-in-refusal-email-domain-next = יש לבקש ממנהל מערכת להוסיף את התחום או לשלוח הזמנה.
sign-in-refusal-email-taken = אי אפשר ליצור חשבון לכתובת הדואר שלך.
sign-in-refusal-email-taken-next = יש לבקש ממנהל מערכת הזמנה לכתובת אחרת.
sign-in-refusal-switched-off = החשבון שלך כבוי.
sign-in-refusal-switched-off-next = יש לבקש ממנהל מערכת להפעיל אותו.
sign-in-refusal-last-administrator = הקבוצות שלך היו מסירות ממך את תפקיד מנהל המערכת האחרון, ואיש לא היה יכול עוד להגדיר דבר.
sign-in-refusal-last-administrator-next = יש לתת את תפקיד הניהול לקבוצה שלך, או למנות קודם מנהל מערכת נוסף.
sign-in-refusal-only-provider = הארגון מאפשר לך להיכנס רק דרך ספק הזהויות שלו.
sign-in-refusal-only-provider-next = יש לבחור ”כניסה דרך הארגון“.
sign-in-refusal-secret = אי אפשר עוד לקרוא את מה שהשירות יודע על { $provider }.
sign-in-refusal-secret-next = מנהל המערכת בארגון צריך להזין מחדש את סוד היישום.
sign-in-refusal-gone = ספק הזהויות הזה הוסר בינתיים.
sign-in-refusal-gone-next = יש להתחיל מחדש בדף הכניסה.
sign-in-refusal-unavailable = דרך הכניסה הזאת אינה מוגדרת.
sign-in-refusal-unavailable-next = אפשר להיכנס בדרך אחרת. מפעיל השירות יכול להגדיר אותה.
sign-in-refusal-passkey-late = מפתח הגישה הגיע מאוחר מדי, או שכבר נוצל לכניסה הזאת.
sign-in-refusal-passkey-late-next = יש להתחיל מחדש בדף הכניסה ולסיים בתוך חמש דקות.
sign-in-refusal-passkey-unknown = מפתח הגישה הזה אינו שייך לשום חשבון, או שייך לחשבון אחר מזה של הסיסמה.
sign-in-refusal-passkey-unknown-next = אפשר לבחור מפתח אחר או להיכנס בדרך אחרת. מפתחות לא מוכרים אפשר להסיר במנהל הסיסמאות.
sign-in-refusal-passkey-invalid = התשובה של מפתח הגישה אינה תקינה.
sign-in-refusal-passkey-invalid-next = יש להתחיל מחדש בדף הכניסה. אם זה חוזר, אפשר להיכנס בדרך אחרת ולהוסיף מפתח חדש.
sign-in-refusal-passkey-counter = המונה של מפתח הגישה הלך אחורה: ייתכן שמישהו העתיק אותו.
sign-in-refusal-passkey-counter-next = יש להיכנס בדרך אחרת, להסיר את המפתח הזה מן החשבון ולהודיע למנהל המערכת בארגון.

## מפתחות הגישה שלי

passkeys-title = מפתחות גישה
passkeys-text = מפתח גישה מאפשר להיכנס בלי סיסמה: בטביעת אצבע, בזיהוי פנים או בקוד של המכשיר, או בעזרת מפתח אבטחה.
passkeys-none = עדיין אין מפתחות גישה
passkeys-none-text = יש לתת למפתח שם כאן למטה, והדפדפן ישאל את השאר.
passkeys-unavailable = מפתחות גישה אינם מוגדרים כאן. המפעיל צריך לקבוע את הכתובת הציבורית של השירות.
passkey-name = שם
passkey-new-name = שם למפתח החדש
passkey-name-default = מפתח הגישה שלי
passkey-created = נוסף
passkey-used = שימוש אחרון
passkey-acts = פעולות
passkey-add = הוספת מפתח גישה
passkey-rename = שינוי שם
passkey-rename-which = שינוי שם של { $value }
passkey-rename-title = שינוי שם של מפתח גישה
passkey-remove = הסרה
passkey-remove-which = הסרה של { $value }
passkey-remove-title = להסיר את מפתח הגישה { $value }?
passkey-remove-text = הוא לא יאפשר עוד להיכנס. כדאי להסיר אותו גם בדפדפן או במפתח האבטחה; השירות הזה אינו יכול לעשות זאת.
second-factor-title = מפתח גישה אחרי הסיסמה
second-factor-text = גם מי שיודע את הסיסמה שלך צריך אחד ממפתחות הגישה שלך כדי להיכנס.
second-factor-demanded = הארגון דורש זאת בגלל התפקיד שלך.
second-factor-first = יש להוסיף קודם מפתח גישה.
second-factor-is-on = אחרי הסיסמה נדרש מפתח גישה.
second-factor-is-off = הסיסמה לבדה מספיקה.
second-factor-on = לבקש מפתח גישה
second-factor-off = לא לבקש עוד
second-factor-ask-title = עוד שלב אחד
second-factor-ask-text = הסיסמה נכונה. להשלמת הכניסה יש להשתמש באחד ממפתחות הגישה שלך.
second-factor-ask-button = שימוש במפתח גישה
second-factor-enrol-title = הוספת מפתח גישה ראשון
second-factor-enrol-text = הסיסמה נכונה. הארגון דורש גם מפתח גישה בגלל התפקיד שלך; אפשר ליצור עכשיו את הראשון.
second-factor-enrol-button = הוספת המפתח וכניסה

## ספקי זהויות

provider-save = שמירה
providers-title = כניסה
providers-lead = איך נכנסים האנשים של הארגון.
providers-list = ספקי זהויות
providers-none = עדיין אין ספק זהויות
providers-none-text = עם ספק כזה נכנסים בחשבון שכבר יש, והקבוצות קובעות מה מותר לעשות.
providers-unavailable = עדיין אי אפשר להשתמש בספקי זהויות: המפעיל צריך לקבוע את הכתובת הציבורית של השירות.
provider-new = הוספת ספק זהויות
provider-name = שם
provider-domains-short = תחומי דואר
provider-groups-short = קבוצות
provider-create-users-short = יוצר חשבונות
provider-by-link-only = רק בקישור
provider-groups-count =
    { $count ->
        [one] קבוצה אחת
       *[other] { $count } קבוצות
    }
provider-lead = שירות OpenID Connect שערב לאנשים שלך.
provider-check = בדיקת הספק
provider-check-good =
    { $count ->
        [one] הספק עונה וחותם במפתח אחד.
       *[other] הספק עונה וחותם ב־{ $count } מפתחות.
    }
provider-delete = הסרה
provider-delete-title = להסיר את { $value }?
provider-delete-text = מי שנכנס דרכו יוצא מן המערכת וצריך דרך כניסה אחרת. החשבונות ומה שנעשה בהם נשארים.
provider-there = פרטים שיש להזין אצל הספק
provider-redirect = כתובת החזרה
provider-link = קישור לאנשים שלך
provider-link-text = הוא מוביל ישר אל הספק. כדאי לשים אותו במקום שבו מחפשים יישומים.
provider-provider = הספק
provider-issuer = מנפיק
provider-issuer-hint = הכתובת שבה הספק מכנה את עצמו, והיא מתחילה ב־https. התיאור שלו נמצא תחתיה, ב־/.well-known/openid-configuration.
provider-client-id = מזהה יישום
provider-client-secret = סוד היישום
provider-client-secret-kept = (ריק: ללא שינוי)
provider-scopes = היקפים
provider-scopes-hint = מופרדים ברווחים. יש ספקים שמוסרים קבוצות רק עבור היקף משלהם, כגון groups.
provider-groups = קבוצות ותפקידים
provider-groups-text = קבוצות אצל הספק קובעות מה מותר לכל אדם כאן, מחדש בכל כניסה. מי שאינו חבר באף אחת מהן אינו נכנס.
provider-group-claim = השדה שבו הקבוצות
provider-group-claim-hint = שמו, או הנתיב שלו עם נקודות, כגון realm_access.roles.
provider-group = קבוצה
provider-role = תפקיד
provider-groups-hint = בדיוק כפי שהספק כותב; יש ספקים שמוסרים מזהים במקום שמות. שורות בלי קבוצה אינן נשמרות. קבוצה יכולה להופיע בכמה שורות.
provider-people = אנשים
provider-domains = תחומי דואר
provider-domains-none = המפעיל לא רשם תחום לארגון שלך. רק המפעיל יכול להוסיף תחומים; עד אז הקישור שלמעלה מוביל אל הספק.
provider-domains-hint = אחד בכל שורה. מי שמקליד בכניסה כתובת מן התחומים האלה נשלח אל הספק הזה. מותר לציין את { $value } ואת מה שתחתיו; אחרים מוסיף המפעיל.
provider-create-users = יצירת חשבון בכניסה הראשונה
provider-create-users-text = לאנשי הקבוצות שלמעלה שכתובתם שייכת לאחד התחומים. אחרת נכנס רק מי שיש לו חשבון עם אותה כתובת מאומתת.
provider-secret-note = סוד היישום נשמר חתום ולא יוצג עוד לעולם.
policy-title = דרכי כניסה אחרות
policy-passwords = סיסמאות
policy-passwords-allowed = סיסמאות מתקבלות
policy-passwords-allowed-text = מותר להשתמש גם בסיסמה או במפתח גישה של השירות הזה.
policy-passwords-refused = רק ספק הזהויות
policy-passwords-refused-text = בלי סיסמאות. מפתחות גישה פועלים רק בחשבונות שאף ספק אינו ערב להם: כדאי לשמור חשבון כזה ליום שבו הספק אינו פועל.
policy-second-factor = דרישת מפתח גישה אחרי הסיסמה
policy-second-factor-text = לבעלי התפקידים האלה. מי שעדיין אין לו מפתח גישה יוצר אחד בכניסה הבאה.
flash-provider-saved = ספק הזהויות נשמר. כדאי לבדוק אם הוא עונה.
flash-provider-removed = ספק הזהויות הוסר.
flash-policy-saved = נשמר.
flash-passkey-added = מפתח הגישה נוסף. מעכשיו אפשר להיכנס בעזרתו.
flash-passkey-renamed = שם המפתח השתנה.
flash-passkey-removed = מפתח הגישה הוסר.
flash-second-factor-on = מעכשיו נדרש מפתח גישה אחרי הסיסמה.
flash-second-factor-off = הסיסמה לבדה שוב מספיקה.

## בקשות שאי אפשר לבצע (`invalid-`, `conflict-`)

invalid-issuer = זו אינה כתובת של ספק. היא נראית כמו https://login.example.com, בלי סימן שאלה.
invalid-issuer-https = הכתובת חייבת להתחיל ב־https.
invalid-scopes = היקפים הם מילים מופרדות ברווחים, בלי מירכאות.
invalid-groups-missing = יש לציין לפחות קבוצה אחת ואת התפקיד שלה. אחרת איש לא היה יכול להיכנס.
invalid-groups-many = יש יותר מ־{ $value } קבוצות.
invalid-domain = { $value } אינו תחום.
invalid-domain-foreign = { $value } אינו רשום כתחום של הארגון שלך. רק המפעיל יכול להוסיף אותו.
invalid-domain-taken = אחד התחומים האלה כבר מוביל לספק זהויות אחר.
invalid-domains-missing = יש לציין את התחומים שעבורם נוצרים חשבונות.
invalid-domains-many = יש יותר מ־{ $value } תחומים.
invalid-secret-again = עם מנפיק חדש יש להזין מחדש את סוד היישום. סוד שמור אינו מוצג לשום ספק אחר.
conflict-sign-in-nobody = אחרי זה אף מנהל מערכת בארגון לא היה יכול להיכנס. תחילה צריך מנהל מערכת להיכנס דרך ספק זהויות, או להוסיף מפתח גישה לחשבון שאף ספק אינו ערב לו.
conflict-passkeys-unavailable = מפתחות גישה אינם מוגדרים כאן. המפעיל צריך לקבוע את הכתובת הציבורית של השירות.
conflict-providers-unavailable = ספקי זהויות אינם מוגדרים כאן. המפעיל צריך לקבוע את הכתובת הציבורית של השירות.
conflict-identity-providers-many = לארגון שלך כבר יש מספר ספקי הזהויות המותר. יש להסיר קודם אחד מהם.
conflict-passkeys-many = כבר יש לך מספר מפתחות הגישה המותר. יש להסיר קודם אחד מהם.
conflict-passkey-late = זה נמשך זמן רב מדי, או שכבר נעשה. אפשר לנסות שוב.
conflict-passkey-taken = מפתח הגישה הזה כבר שייך לחשבון.
conflict-passkey-invalid = התשובה של הדפדפן אינה תקינה. אפשר לנסות שוב או להשתמש במכשיר אחר.
conflict-passkey-needed = יש להוסיף קודם מפתח גישה.
conflict-passkey-second-factor = זה מפתח הגישה האחרון שלך, ואחרי הסיסמה נדרש מפתח. יש להוסיף קודם אחר, או לבטל את הדרישה.
conflict-passkey-last-way = זו דרך הכניסה האחרונה שלך. יש להוסיף קודם מפתח גישה אחר.

## פעולות ביומן

audit-action-identity-provider-create = הוספת ספק זהויות
audit-action-identity-provider-change = שינוי ספק זהויות
audit-action-identity-provider-delete = הסרת ספק זהויות
audit-action-sign-in-policy-change = שינוי כללי הכניסה
audit-action-user-link = קישור חשבון לספק זהויות
audit-action-passkey-add = הוספת מפתח גישה
audit-action-passkey-rename = שינוי שם של מפתח גישה
audit-action-passkey-remove = הסרת מפתח גישה
audit-action-second-factor-require = דרישת מפתח גישה אחרי הסיסמה
audit-action-second-factor-release = ביטול הדרישה למפתח גישה אחרי הסיסמה

## שורת הפקודה

admin-secret = סוד היישום
admin-secret-unread = אי אפשר לקרוא את סוד היישום
admin-identity-provider-deleted = ספק הזהויות הוסר. מי שנכנס דרכו יצא מן המערכת.
admin-passwords-allowed = סיסמאות שוב מתקבלות.

## Accounts of an identity provider, and lost passkeys

account-by-provider = ספק הזהויות של הארגון מאמת אותך, והקבוצות שלך שם קובעות מה מותר לך:
person-roles-by-groups = הקבוצות אצל ספק הזהויות קובעות את התפקידים של אדם זה, מחדש בכל כניסה. יש לשנות את הקבוצות שם:
person-passkeys-remove = הסרת מפתחות הגישה
person-passkeys-remove-title = להסיר את כל מפתחות הגישה של { $value }?
person-passkeys-remove-text = למי שאיבד אותם. אף אחד מהם כבר לא יכניס איש, לא יידרש מפתח גישה אחרי הסיסמה עד שיהיה חדש או שתפקיד ידרוש זאת, והחיבורים של האדם יסתיימו.
flash-passkeys-removed = מפתחות הגישה הוסרו. החיבורים של האדם הסתיימו.
flash-account-opened = החשבון שלך נפתח. יש להיכנס עם הסיסמה שבחרת; הארגון שלך דורש יותר מזה.
conflict-person-federated-roles = הקבוצות אצל ספק הזהויות קובעות את התפקידים של אדם זה. יש לשנות את הקבוצות שם.
conflict-person-federated-password = ספק זהויות מאמת אדם זה. סיסמה חדשה יש לקבוע שם.
audit-action-user-remove-passkeys = הסרת מפתחות הגישה של אדם

admin-passkeys-removed = מפתחות הגישה הוסרו והחיבורים הסתיימו.
