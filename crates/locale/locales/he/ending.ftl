# מה שההסכמה אינה כוללת, העלאות שממתינות ללקוח, וסיום קשר.

## ממצאים: גבולות ההסכמה

finding-scope-group-tag =
    { $used ->
        [none] הסכמת הלקוח אינה כוללת את תג הקבוצה הזה.
       *[other] הסכמת הלקוח אינה כוללת את תג הקבוצה הזה. היא כוללת: { $used }
    }
finding-scope-group-tag-remedy = יש להשתמש בתג קבוצה שההסכמה כוללת, או לבקש מהלקוח להרחיב אותה.
finding-scope-model =
    { $used ->
        [none] הסכמת הלקוח אינה כוללת את היצרן או את הדגם הזה.
       *[other] הסכמת הלקוח אינה כוללת את היצרן או את הדגם הזה. היא כוללת: { $used }
    }
finding-scope-model-remedy = יש לבקש מהלקוח להרחיב את הסכמתו, או לרשום מכשירים שהיא כוללת.
finding-scope-model-unsaid =
    { $used ->
        [none] הסכמת הלקוח כוללת רק חלק מהדגמים, והשורה אינה אומרת באיזה דגם מדובר.
       *[other] הסכמת הלקוח כוללת רק חלק מהדגמים, והשורה אינה אומרת באיזה דגם מדובר. היא כוללת: { $used }
    }
finding-scope-model-unsaid-remedy = השורה תירשם אם הקטלוג של היצרן מראה שהדגם כלול. כדאי להוסיף יצרן ודגם כדי להיות בטוחים.
finding-scope-max-devices =
    { $used ->
        [none] כבר רשומים מכשירים כמספר שהסכמת הלקוח כוללת.
       *[other] כבר רשומים מכשירים כמספר שהסכמת הלקוח כוללת: { $used }
    }
finding-scope-max-devices-remedy = יש לבקש מהלקוח להעלות את מספר המכשירים, ואז לנסות שוב את השורות שנדחו.
finding-scope-ends-at =
    { $used ->
        [none] תוקף הסכמת הלקוח פג.
       *[other] הסכמת הלקוח כללה רישומים עד { $used }.
    }
finding-scope-ends-at-remedy = יש לבקש מהלקוח להאריך את הסכמתו, ואז לנסות שוב את השורות.
finding-scope-order-id =
    { $used ->
        [none] הסכמת הלקוח אינה כוללת את מספר ההזמנה הזה.
       *[other] הסכמת הלקוח אינה כוללת את מספר ההזמנה הזה. היא כוללת: { $used }
    }
finding-scope-order-id-remedy = יש להשתמש במספר הזמנה שההסכמה כוללת, להעלאה כולה או בשורה הזאת, או לבקש מהלקוח להרחיב אותה.
finding-not-approved =
    { $used ->
        [none] הלקוח לא אישר את השורה.
       *[other] הלקוח לא אישר את השורה: ”{ $used }“
    }
finding-not-approved-remedy = יש לתקן את השורה ולהעלות אותה שוב, או לנסות אותה שוב: הלקוח יישאל פעם נוספת.

## קודי שירות משלנו

service-code-outside-scope = הסכמת הלקוח אינה מגיעה עד לכאן.
service-code-outside-scope-message = לא כלול בהסכמת הלקוח
service-code-outside-scope-remedy = יש לבקש מהלקוח להרחיב את הסכמתו, ואז לנסות שוב את השורות.
service-code-consent-ended-message = ההסכמה הסתיימה
service-code-consent-ended-remedy = יש לבקש מהלקוח קשר חדש. אפשר יהיה לרשום את המכשירים לאחר שיסכים.
service-code-cancelled-by-submitter = הארגון ששלח את העבודה ביטל אותה לפני שהשורה נרשמה.
service-code-cancelled-by-submitter-message = בוטל על ידי השולח
service-code-cancelled-by-submitter-remedy = אפשר לנסות שוב את השורות או להעלות אותן מחדש.
service-code-cancelled-by-customer = הלקוח, או מי שפועל בשמו, ביטל את העבודה לפני שהשורה נרשמה.
service-code-cancelled-by-customer-message = בוטל על ידי הלקוח
service-code-cancelled-by-customer-remedy = יש לשאול את הלקוח לפני שליחת השורות שוב.
service-code-not-approved = הלקוח בדק את השורה ולא אישר אותה.
service-code-not-approved-message = לא אושר על ידי הלקוח
service-code-not-approved-remedy = יש לתקן את השורה ולהעלות אותה שוב, או לנסות אותה שוב: הלקוח יישאל פעם נוספת.
service-code-approval-expired = איש מטעם הלקוח לא החליט על ההעלאה בזמן.
service-code-approval-expired-message = האישור לא ניתן בזמן
service-code-approval-expired-remedy = יש לעדכן את הלקוח ואז לנסות שוב את השורות: הן ימתינו שוב לאישור.

## עבודות

job-state-pending-approval = ממתינה לאישור
job-reason-approval-expired = איש מטעם הלקוח לא החליט בזמן. השורות הושמטו.
job-reason-scope-ends-at = תקופת ההסכמה של הלקוח הסתיימה. השורות הנותרות הושמטו.
job-reason-scope-order-id = הסכמת הלקוח כבר אינה כוללת את מספר ההזמנה. השורות הנותרות הושמטו.
job-stopped-by-submitter = זה היה הארגון ששלח את העבודה.
job-stopped-by-customer = זה היה הלקוח, או מי שפועל בשמו.
job-approval = אישור
job-approval-waiting = הלקוח בודק את ההעלאה לפני שמשהו נרשם. עד אז אפשר למשוך אותה.
job-approval-until = אפשר להחליט עד
job-approval-decided = הלקוח החליט
job-approval-all = כל השורות אושרו.
job-approval-some = השורות שלא אושרו מציינות זאת למטה.
job-approval-closed = העבודה הסתיימה לפני שהלקוח החליט.
job-approval-decide = בדיקת השורות והחלטה
job-withdraw = משיכת ההעלאה

## יומן פעילות

audit-action-approval-decide = החלטה על העלאה
audit-action-device-deregister = ביטול רישום של מכשירים

## בקשות שאי אפשר לבצע

invalid-scope-order-id = הסכמת הלקוח אינה כוללת את מספר ההזמנה הזה. היא כוללת: { $value }
invalid-scope-ends-at = הסכמת הלקוח כללה רישומים עד { $value }. יש לבקש מהלקוח להאריך אותה.
invalid-reason-missing = יש לציין למה שורות אינן מאושרות: השותף קורא זאת בכל אחת מהן.
conflict-approval-changed = הבחירה השתנתה בינתיים. יש לבדוק אותה שוב לפני ההחלטה.
conflict-approval-over = ההעלאה הזאת כבר אינה ממתינה להחלטה.
conflict-approval-too-large = ההעלאה הזאת גדולה מדי לבחירת שורות. אפשר לאשר או לדחות אותה בשלמותה.
conflict-approval-pieces = השורות שנבחרו מפוזרות ביותר מדי קטעים. יש לבחור קבוצות שלמות, או להחליט על ההעלאה בשלמותה.
conflict-relationship-over = הקשר הזה כבר אינו בתוקף ולכן אי אפשר לסיים אותו.
conflict-jobs-under-way = לארגון שלך יש עבודות בביצוע עבור הלקוח הזה. יש לבטל אותן תחילה.

## פעולה בשם לקוח

on-behalf-of = הפעולות כאן נעשות בשם { $value }. כל פעולה נרשמת ביומן הפעילות של הלקוח.

## מה ההסכמה כוללת

bounds-title = מה הסכמת הלקוח כוללת
bounds-group-tags = תגי קבוצה
bounds-models = יצרנים ודגמים
bounds-devices = מכשירים
bounds-devices-of = { $value } רשומים
bounds-until = עד
bounds-order-ids = מספרי הזמנה
bounds-approval = אישור
bounds-approval-each = הלקוח בודק כל העלאה לפני שהיא נרשמת
bounds-over = תקופת ההסכמה הזאת הסתיימה. אי אפשר לרשום דבר עד שהלקוח יאריך אותה.
bounds-few =
    { $count ->
        [0] מכסת המכשירים נוצלה. מכשירים חדשים יידחו.
        [one] אפשר לרשום עוד מכשיר אחד בלבד. השורות שאחריו יידחו.
       *[other] אפשר לרשום עוד { $count } מכשירים בלבד. השורות שאחריהם יידחו.
    }

## העלאות שממתינות

nav-approvals = העלאות לאישור
approvals-title = העלאות לאישור
approvals-lead = העלאות של שותפים שממתינות להחלטה שלך. דבר מהן אינו נרשם קודם לכן.
approvals-upload = העלאה
approvals-partner = מאת
approvals-until = יש להחליט עד
approvals-none = אין העלאות שממתינות
approvals-none-text = העלאות מופיעות כאן כששותף שולח אותן ובחרת לאשר כל העלאה בעצמך.
approvals-retry = ניסיון חוזר לשורות שנדחו בהעלאה קודמת
attention-approvals =
    { $count ->
        [one] העלאה אחת ממתינה לאישור שלך
       *[other] { $count } העלאות ממתינות לאישור שלך
    }
approval-lead = דבר אינו נרשם לפני ההחלטה שלך.
approval-rows = שורות
approval-registrable = ניתנות לרישום
approval-chosen = נבחרו
approval-repeated = שורות חוזרות
approval-errors = לא ניתנות לרישום
approval-large = ההעלאה הזאת גדולה מדי לבחירת שורות בודדות. אפשר לאשר או לדחות אותה בשלמותה.
approval-groups = שורות לפי תג קבוצה ודגם
approval-group-rest = כל השאר
approval-group-rows = נבחרו
approval-group-add = בחירה
approval-group-drop = השמטה
approval-group-which = { $tag }, { $manufacturer } { $model }
approval-add-all = בחירת כל השורות
approval-drop-all = ביטול כל הבחירות
approval-page = השורות בעמוד הזה
approval-choose-line = בחירת שורה { $count }
approval-save = שמירת הבחירה בעמוד הזה
approval-save-hint = יש לשמור לפני מעבר לעמוד אחר. השמירה אינה החלטה.
approval-decision = החלטה
approval-decide-all = לאשר הכול
approval-decide-all-text = כל שורה שניתנת לרישום תירשם.
approval-decide-chosen = לאשר את השורות שנבחרו
approval-decide-chosen-text =
    { $count ->
        [one] שורה אחת תירשם, השאר יידחו.
       *[other] { $count } שורות יירשמו, השאר יידחו.
    }
approval-decide-none = לא לאשר דבר
approval-decide-none-text = כל השורות יידחו.
approval-reason = נימוק
approval-reason-hint = נדרש כששורות נדחות. השותף קורא אותו בכל אחת מהן.
approval-decide = החלטה
approval-until = אפשר להחליט עד
flash-chosen = הבחירה נשמרה. עדיין לא הוחלט דבר.
flash-decided = ההחלטה נרשמה. מה שאושר נרשם כעת.

## סיום קשר

ending-title = סיום הקשר עם { $value }
ending-lead = הסיום נכנס לתוקף מיד. לא יהיה אפשר לרשום עוד מכשירים במסגרתו, והשותף יאבד את הגישה שלו.
ending-own-lead = הסיום נכנס לתוקף מיד. הארגון שלך לא יוכל עוד לרשום מכשירים עבור הלקוח הזה או לראות אותם.
ending-devices = מכשירים שנרשמו במסגרתו
ending-devices-none = אין מכשירים
ending-devices-none-text = דבר לא נרשם במסגרת הקשר הזה, או שלא נותר דבר.
ending-profile = פרופיל מכשיר
ending-unused = מעולם לא היו בשימוש
ending-no-profile = אין
ending-total = הכול
ending-jobs = עבודות בביצוע
ending-jobs-none = אין. דבר אינו נעצר.
ending-jobs-stop = הן ייעצרו מיד. השורות שנותרו יציינו למה.
ending-jobs-more = ועוד.
ending-jobs-forbid = לארגון שלך יש עבודות בביצוע עבור הלקוח הזה. יש לבטל אותן לפני סיום הקשר.
ending-jobs-cancel = ביטול העבודות האלה
ending-fate = מה יעלה בגורל המכשירים
ending-keep = להשאיר אותם כפי שהם
ending-keep-text = הם יישארו רשומים וישמרו על תגי הקבוצה והפרופילים שלהם.
ending-deregister = לבטל את הרישום של אלה שמעולם לא היו בשימוש
ending-deregister-text =
    { $count ->
        [0] כל המכשירים כבר היו בשימוש.
        [one] הרישום של מכשיר אחד יבוטל. כל אחד יוכל לרשום אותו שוב.
       *[other] הרישום של { $count } מכשירים יבוטל. כל אחד יוכל לרשום אותם שוב.
    }
ending-providers = לסיים גם את מה שניתן לספק שלו
ending-provider-text =
    { $count ->
        [one] מכשיר אחד שהספק עצמו רשם
       *[other] { $count } מכשירים שהספק עצמו רשם
    }
ending-reason = נימוק
ending-reason-hint = שני הצדדים יכולים לקרוא אותו.
ending-button = סיום הקשר
ended-title = הקשר עם { $value } הסתיים
ended-not = הקשר הזה אינו בתוקף.
ended-on = הסתיים
ending-by-customer = על ידי הלקוח
ending-by-partner = על ידי השותף
ending-by-operator = על ידי המפעיל
ended-left = מכשירים שעדיין רשומים
ended-deregistered = ביטול רישום
ended-waiting = יתחיל מיד לאחר שתסתיים העבודה שבביצוע
ended-running = בביצוע
ended-finished = הסתיים
ended-removed =
    { $count ->
        [one] הרישום של מכשיר אחד בוטל
       *[other] הרישום של { $count } מכשירים בוטל
    }
ended-home = לדף הבית
flash-ended = הקשר הסתיים.
flash-jobs-cancelled = העבודות מבוטלות כעת.
