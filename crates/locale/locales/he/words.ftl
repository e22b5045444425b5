# מילות המוצר: שמות, מצבים, שגיאות, קודים.

product-name = Taxiway

## עמודות

column-serial-number = מספר סידורי
column-product-key = מזהה מפתח מוצר
column-hardware-hash = קוד Hash של החומרה
column-manufacturer = יצרן
column-model = דגם
column-group-tag = תג קבוצה
column-assigned-user = משתמש מוקצה
column-order-id = מזהה הזמנה
column-purchase-id = מזהה רכישה

## מבני קבצים

layout-partner-center = מרכז השותפים
layout-partner-center-description = מספר סידורי, מזהה המוצר של Windows, קוד Hash של החומרה, יצרן ודגם. מה ששותפים מעלים.
layout-managed-desktop-partner = Managed Desktop, שותף
layout-managed-desktop-partner-description = יצרן, דגם ומספר סידורי. הרשימה הקצרה של הספקים.
layout-managed-desktop-self = Managed Desktop, מכשירים של הארגון
layout-managed-desktop-self-description = יצרן, דגם, מספר סידורי וקוד Hash של החומרה.
layout-intune = Intune
layout-intune-description = מה שכותב סקריפט האיסוף: מספר סידורי, מזהה מוצר, קוד Hash של החומרה, ואפשר גם תג קבוצה ומשתמש.
layout-surface-request = בקשת Surface
layout-surface-request-description = מספר סידורי ומספר הזמנת רכש. נקרא, אך אינו מספיק לרישום.
layout-device-identifiers = מזהי מכשירים
layout-device-identifiers-description = שורות של יצרן, דגם ומספר סידורי בלי כותרת.
layout-inventory-report = דוח ConfigMgr
layout-inventory-report-description = דוח קודי ה-Hash של Configuration Manager עם שורות הכותרת שלו.
layout-unknown = לא מוכר
layout-unknown-description = מבנה שאינו מתועד; העמודות זוהו אחת אחת.

## קידודים ותווים מפרידים

encoding-utf-8 = UTF-8
encoding-utf-16le = UTF-16 little-endian
encoding-utf-16be = UTF-16 big-endian
encoding-windows-1252 = Windows-1252 (מערב אירופי)
encoding-windows-1255 = Windows-1255 (עברי)
delimiter-comma = פסיקים
delimiter-semicolon = נקודה-פסיק
delimiter-tab = טאבים

## דרגות חומרה, תוצאות, מצבי קריאה

severity-notice = הערה
severity-warning = אזהרה
severity-error = שגיאה
verdict-ok = תקין
verdict-warning = אזהרה
verdict-already = אין מה לרשום
verdict-error = שגיאה
mode-helpful = מסייע
mode-helpful-description = ממיר את מה שאפשר להמיר בבטחה, ומציג כל תיקון לפני שמשהו נרשם.
mode-strict = קפדני
mode-strict-description = מקבל רק קבצים שעומדים בכללים המתועדים ככתבם וכלשונם.

## זהות וחוזק

identity-hash = קוד Hash של החומרה
identity-product-key = מזהה מפתח מוצר
identity-tuple = יצרן, דגם ומספר סידורי
strength-claimed = מוצהר
strength-claimed-description = מישהו מסר את המספר הסידורי; עדיין אין לכך הוכחה.
strength-described = מתואר
strength-described-description = קוד Hash של החומרה מתאר את המכשיר בפירוט.
strength-key-bound = קשור למפתח
strength-key-bound-description = קוד ה-Hash מציין את המפתח של שבב האבטחה.
strength-attested = מוכח
strength-attested-description = המכשיר הוכיח שהוא מחזיק במפתח של שבב האבטחה.

## מצבי רישום

state-pending = בהמתנה לרישום
state-pending-description = הרישום עדיין לא הסתיים.
state-pending-next = כדאי לבדוק שוב בעוד כמה דקות. אין צורך בפעולה.
state-failed = הרישום נכשל
state-failed-description = לא היה אפשר להשלים את הרישום.
state-failed-next = יש לקרוא את הסיבה, לתקן את השורה ולהעלות אותה שוב.
state-ready = מוכן למשתמש
state-ready-description = המכשיר רשום ואפשר למסור אותו למשתמש.
state-ready-next = אפשר למסור את המכשיר. הוא יקבל את הפרופיל שלו בהפעלה הראשונה.
state-active = פעיל
state-active-description = המכשיר נמסר ונמצא בשימוש קבוע.
state-active-next = אין צורך בפעולה.
state-inactive = לא פעיל
state-inactive-description = המכשיר היה בשימוש, אך לא בשבעת הימים האחרונים.
state-inactive-next = כדאי לשאול את המשתמש אם המכשיר דולק ומחובר לרשת.

## שגיאות רישום: הודעה, סיבה, פתרון

registration-error-device-not-found = התקן לא נמצא
registration-error-device-not-found-cause = אין מכשיר של היצרן שמתאים ליצרן, לדגם או למספר הסידורי שנמסרו.
registration-error-device-not-found-remedy = יש לאמת את הערכים עם הספק. הם חייבים להיות זהים לערכי הקושחה.
registration-error-hardware-hash-not-valid = ערך ה-Hash של החומרה אינו נכון
registration-error-hardware-hash-not-valid-cause = קוד ה-Hash של החומרה פגום או כתוב במבנה שגוי.
registration-error-hardware-hash-not-valid-remedy = יש לבדוק את קוד ה-Hash, להפיק אותו מחדש במידת הצורך ולהעלות את השורה שוב.
registration-error-device-already-registered = המכשיר כבר רשום
registration-error-device-already-registered-cause = המכשיר כבר רשום בארגון הזה.
registration-error-device-already-registered-remedy = אין צורך בפעולה. המכשיר נמצא ברשימת המכשירים.
registration-error-device-claimed-by-another-organization = המכשיר שייך לארגון אחר
registration-error-device-claimed-by-another-organization-cause = ארגון אחר רשם את המכשיר.
registration-error-device-claimed-by-another-organization-remedy = יש לפנות לספק. הארגון האחר צריך לשחרר את המכשיר תחילה.
registration-error-unexpected-error = שגיאה לא צפויה
registration-error-unexpected-error-cause = קרה דבר שלא היה אפשר לטפל בו באופן אוטומטי.
registration-error-unexpected-error-remedy = יש לפנות לתמיכה ולמסור את מזהה הבקשה.

## קודי שירות

service-code = קוד שפורסם
service-code-801 = הבקשה שגויה או שלא צוין בה לקוח.
service-code-802 = קוד ה-Hash של החומרה אינו תקין, או שאין בו יצרן או מספר סידורי.
service-code-803 = גם המספר הסידורי וגם מזהה מפתח המוצר חסרים או אינם תקינים.
service-code-806 = הלקוח כבר רשם את המכשיר.
service-code-807 = המכשיר אינו רשום אצל הלקוח הזה.
service-code-808 = המכשיר רשום אצל ארגון אחר.
service-code-809 = פרופיל הפריסה כבר אינו קיים.
service-code-810 = פרופיל הפריסה שייך לארגון אחר.
service-code-811 = ארגון אחר רשם את המכשיר, ורק הוא יכול להסיר אותו.
service-code-812 = היצרן אינו מכיר מכשיר עם הערכים האלה.
service-code-813 = הערכים אינם מבדילים את המכשיר ממכשיר אחר.
service-code-814 = במדריך כבר יש אובייקט למכשיר.
service-code-815 = לא הוקצה פרופיל פריסה ואין פרופיל ברירת מחדל.
service-code-908 = הרשומה והחומרה אינן תואמות. יש לרשום את המכשיר מחדש.
service-code-duplicated = אותו מכשיר מופיע בקובץ יותר מפעם אחת. השורה הראשונה נרשמה.
service-code-storage = לא היה אפשר לשמור את הרישום. ייעשה ניסיון נוסף.
service-code-hash-not-4k = קוד ה-Hash הוא מסוג ישן וקצר. יש להפיק אותו מחדש עם הסקריפט הנוכחי.
service-code-400 = קוד ה-Hash של החומרה אינו טקסט base64 שלם.
service-code-403 = הסכמת הלקוח אינה כוללת את הרישום הזה.
service-code-consent-ended = הסכמת הלקוח הסתיימה לפני שהשורה נרשמה.
service-code-cancelled = העבודה בוטלה לפני שהשורה נרשמה.

## קודי סיבה של Hash (בהמשך משפט, אחרי נקודתיים)

hash-reason-empty = הוא ריק
hash-reason-whitespace = יש בתוכו רווחים או מעברי שורה
hash-reason-alphabet = יש בו תווים שאינם קיימים בטקסט base64
hash-reason-base64-length = חסרים תווים בסופו
hash-reason-not-4k = אורכו אינו 4,000 תווים
hash-reason-magic = תחילתו אינה של קוד Hash של חומרה
hash-reason-total-length = האורך שהוא מציין אינו אפשרי
hash-reason-trailer = גוש הביקורת אינו במקומו
hash-reason-checksum = סכום הביקורת אינו תואם; משהו בו שונה
hash-reason-padding = יש נתונים אחרי סופו
hash-reason-record-length = אורך של אחת הרשומות בו אינו אפשרי
hash-reason-record-overrun = אחת הרשומות בו חורגת מסופו
hash-reason-no-records = הוא אינו מתאר חומרה
hash-reason-text = יש בו טקסט שאינו קריא
hash-reason-text-length = יש בו טקסט ארוך מדי
hash-reason-duplicate-record = רשומה מופיעה בו פעמיים
hash-reason-ek-mismatch = המפתח של שבב האבטחה אינו תואם לתמצית שלו
hash-reason-identity-weak = אין בו די מזהים שמישים

## ארגונים ותפקידים

organisation-kind-partner = שותף
organisation-kind-direct-partner = שותף בחיוב ישיר
organisation-kind-indirect-provider = ספק עקיף
organisation-kind-indirect-reseller = משווק עקיף
organisation-kind-manufacturer = יצרן
organisation-kind-customer = לקוח
organisation-kind-operator = מפעיל
role-admin-agent = סוכן ניהול
role-sales-agent = סוכן מכירות
role-helpdesk-agent = סוכן תמיכה
role-global-administrator = מנהל מערכת כללי
role-intune-administrator = מנהל Intune
role-policy-and-profile-manager = מנהל מדיניות ופרופילים
role-global-reader = קורא כללי
role-registrar = רושם
role-reader = קורא
role-administrator = מנהל מערכת
role-support = תמיכה

## פרופילי מכשיר וההגדרות שלהם

profile-sensitive-data = נתונים רגישים
profile-sensitive-data-description = לאנשים שעובדים עם מידע חסוי.
profile-power-user = משתמש מתקדם
profile-power-user-description = למפתחים ולמומחים שמנהלים את המכשיר שלהם בעצמם.
profile-standard = רגיל
profile-standard-description = לרוב האנשים.
profile-kiosk = קיוסק
profile-kiosk-description = למכשיר שמבצע משימה אחת במקום ציבורי.
profile-legacy = דור ראשון
profile-custom = פרופיל עצמאי
shared-mode = מצב מכשיר משותף
shared-mode-description = כמה אנשים משתמשים במכשיר בזה אחר זה. חשבונות שאינם בשימוש והקבצים שלהם נמחקים.
shared-mode-not-supported = לא נתמך
profile-setting-block-external-storage = חסימת אחסון חיצוני
profile-setting-cloud-block-level = רמת חסימה בענן
profile-setting-disable-microsoft-accounts = השבתת חשבונות Microsoft
profile-setting-disable-personal-onedrive = השבתת OneDrive אישי
profile-setting-secure-desktop-for-elevation = שולחן עבודה מאובטח בהעלאת הרשאות
profile-setting-defender-tag = תג Defender
profile-setting-user-is-administrator = המשתמש הוא מנהל המכשיר
profile-setting-app-locker = AppLocker
profile-setting-block-public-store = חסימת החנות הציבורית
value-yes = כן
value-no = לא
value-high = גבוהה

## עבודות

job-state-queued = בתור
job-state-running = מתבצעת
job-state-finished = הסתיימה
job-state-finished-with-errors = הסתיימה עם שגיאות
job-state-cancelled = בוטלה

## פעולות ביומן הפעילות

audit-action-session-sign-in = כניסה
audit-action-session-refuse = ניסיון כניסה שנכשל
audit-action-session-lock = החשבון ננעל
audit-action-session-sign-out = יציאה
audit-action-upload-receive = העלאת קובץ
audit-action-upload-discard = מחיקת העלאה
audit-action-job-submit = שליחת רישום
audit-action-job-finish = סיום עבודה
audit-action-job-stop = עצירת עבודה
audit-action-job-cancel = ביטול עבודה
audit-action-job-retry = ניסיון חוזר לשורות שנדחו
audit-action-device-export = ייצוא מכשירים
audit-action-organisation-create = יצירת ארגון
audit-action-user-create = יצירת משתמש
audit-action-user-reset-password = איפוס סיסמה
audit-action-relationship-approve = אישור קשר
audit-action-relationship-end = סיום קשר
audit-action-tag-create = הוספת תג קבוצה
audit-action-catalogue-publish = פרסום מכשירים שיוצרו

## היסטוריית המכשיר

device-event-registered = נרשם
device-event-captured-again = נקרא שוב וזוהה
device-event-described = תואר ביתר פירוט

## אזהרות על Hash (בהמשך משפט, אחרי נקודתיים)

hash-warning-placeholder-serial-number = המספר הסידורי
hash-warning-placeholder-manufacturer = היצרן
hash-warning-placeholder-model = הדגם
hash-warning-placeholder-uuid = מזהה SMBIOS UUID
hash-warning-product-key-unusable = מזהה מפתח המוצר
hash-warning-tpm-incomplete = פרטי שבב האבטחה אינם מלאים
hash-warning-system-disk-unknown = דיסק המערכת אינו ברשימת הדיסקים
hash-warning-display-size = שני נתוני הגודל של הצג שונים זה מזה

## מה עלה בגורל שורה

outcome-registered = נרשם
outcome-already = כבר רשום
outcome-failed = נדחה
outcome-cancelled = הושמט
outcome-pending = בהמתנה

## למה עבודה בוטלה

job-reason-asked = העבודה בוטלה על ידי אדם.
job-reason-consent-ended = הסכמת הלקוח הסתיימה. השורות הנותרות הושמטו.

## בקשות שאי אפשר לבצע (`invalid-`, `conflict-`)

invalid-not-a-customer = הארגון הזה אינו לקוח.
invalid-not-a-manufacturer = הארגון הזה אינו יצרן.
invalid-not-a-partner = הארגון הזה אינו שותף.
invalid-email = זו אינה כתובת דואר אלקטרוני.
invalid-email-taken = כתובת הדואר הזאת כבר תפוסה.
invalid-tag = תג הקבוצה ריק, ארוך מדי או מכיל תווים שאינם יכולים להיות בו.
invalid-tag-not-supported = לפרופיל ”משתמש מתקדם“ אין מצב מכשיר משותף.
invalid-tag-unknown = תג הקבוצה אינו מוכר.
invalid-password-long = הסיסמה ארוכה מדי. מותרים { $value } בתים לכל היותר.
invalid-password-short = הסיסמה קצרה מדי. נדרשים לפחות { $value } תווים.
invalid-missing = יש למלא שדה זה.
invalid-role-missing = יש לבחור לפחות תפקיד אחד.
invalid-role-kind = התפקיד הזה אינו שייך לארגון מסוג זה.
conflict-nothing-to-retry = אין בעבודה הזאת שורה שאפשר לנסות שוב.
conflict-relationship-exists = הקשר הזה כבר קיים.
conflict-request-id-reused = הבקשה הזאת כבר שימשה לדבר אחר. יש לטעון את הדף מחדש ולנסות שוב.
conflict-tag-exists = תג הקבוצה הזה כבר קיים.
conflict-upload-in-use = ההעלאה הזאת כבר נרשמה ואי אפשר למחוק אותה.
conflict-upload-refused = הקובץ נדחה ואי אפשר לרשום אותו.
