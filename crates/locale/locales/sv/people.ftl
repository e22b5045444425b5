# Personer, deras konton, inbjudningar och lösenord.

nav-people = Personer
nav-apps = Appar
nav-organisations = Organisationer
nav-account = Mitt konto
sign-in-forgotten = Glömt lösenordet?

## Organisationer

organisations-title = Organisationer
organisations-lead = Alla som deltar i tjänsten.
organisations-name = Organisation
organisations-kind = Slag
organisations-since = Sedan
organisations-people = Visa personer
organisations-none-found = Ingen organisation stämmer

## Personer

people-title = Personer
people-lead = Vilka som kan logga in för din organisation och vad de får göra.
people-invitations =
    { $count ->
        [one] { $count } inbjudan
       *[other] { $count } inbjudningar
    }
people-search = Namn eller e-postadress
people-none = Ingen än
people-none-text = Bjud in den första personen. Du får en länk att lämna vidare.
people-none-found = Ingen person stämmer
people-none-found-text = Kontrollera stavningen eller sök på en del av namnet eller adressen.
people-more-found = Det finns fler personer som stämmer.
person-name = Namn
person-roles = Roller
person-account = Konto
person-since = Sedan
person-on = Kan logga in
person-off = Avstängt
person-locked = Spärrat
person-locked-until = För många felaktiga lösenord. Spärrat till
person-own = Det här är ditt eget konto. Om du avstår från rätten att administrera personer måste någon annan ge den tillbaka.
person-save-roles = Spara roller
person-enable = Slå på igen
person-reset = Återställ lösenord
person-disable = Stäng av
person-disable-title = Stänga av kontot för { $value }?
person-disable-text = Alla sessioner upphör genast, och öppna inbjudningar som personen har skickat dras tillbaka. Inget raderas; du kan slå på kontot igen.
person-reset-mail = Skicka länken
person-reset-mail-title = Skicka en länk för nytt lösenord till { $value }?
person-reset-mail-text = Länken fungerar en gång och under en kort tid. Det nuvarande lösenordet gäller tills länken används; då upphör personens alla sessioner.
person-reset-link = Skapa länken
person-reset-link-title = Skapa en länk för nytt lösenord till { $value }?
person-reset-link-text = Du ser länken en gång och får själv lämna den vidare. Det nuvarande lösenordet gäller tills länken används; då upphör personens alla sessioner.
reset-link-title = Nytt lösenord för { $value }
reset-link-text = Lämna länken till personen och till ingen annan, på ett sätt du litar på. Den som har länken kan välja lösenordet.
role-admin-agent-about = Allt för kunderna, även personer och appar
role-sales-agent-about = Lägger till enheter och följer jobben
role-helpdesk-agent-about = Tittar, för att svara på frågor
role-global-administrator-about = Allt i organisationen, även medgivanden och personer
role-intune-administrator-about = Lägger till och hanterar enheter
role-policy-and-profile-manager-about = Hanterar enheter och profiler
role-global-reader-about = Ser allt och ändrar inget
role-registrar-about = Registrerar och publicerar enheter, sköter personer och appar
role-reader-about = Ser allt och ändrar inget
role-administrator-about = Organisationer, personer och relationer
role-support-about = Tittar, för att hjälpa

## Inbjudningar

invite = Bjud in
invite-title = Bjud in en person
invite-lead =
    { $count ->
        [one] Personen öppnar en länk, väljer ett lösenord och är inloggad. Länken fungerar en gång, i { $count } dag.
       *[other] Personen öppnar en länk, väljer ett lösenord och är inloggad. Länken fungerar en gång, i { $count } dagar.
    }
invite-mail = Lämna länken vidare
invite-by-mail = Skicka länken med e-post
invite-by-mail-text = Du ser också länken och kan lämna den vidare på annat sätt.
invited-title = Inbjudan till { $value }
invited-text = Lämna länken till personen. Den som har länken kan öppna kontot.
invited-text-mailed = Länken är på väg med e-post. Kommer den inte fram kan du lämna den vidare själv. Den som har länken kan öppna kontot.
link-once = Länk, visas bara den här gången
link-until = Fungerar till
link-done = Klart
invitations-title = Inbjudningar
invitations-lead = Länkar som ingen har använt än.
invitations-none = Inga öppna inbjudningar
invitations-none-text = Alla som har bjudits in har ett konto.
invitation-by = Inbjuden av
invitation-until = Gäller till
invitation-act = Åtgärd
invitation-expired = Utgången
invitation-revoke = Dra tillbaka
invitation-revoke-title = Dra tillbaka inbjudan till { $value }?
invitation-revoke-text = Länken slutar genast att fungera. Du kan bjuda in personen igen.

## Lösenord och hemliga länkar

password-new = Nytt lösenord
password-again = Samma igen
password-old = Nuvarande lösenord
password-rules = Minst 12 tecken. Flera ord är bra; ditt namn och din e-postadress är det inte.
welcome-title = Öppna ditt konto
welcome-lead = Du är inbjuden att arbeta med tjänsten.
welcome-organisation = Organisation
welcome-name = Ditt namn
welcome-accept = Öppna kontot och logga in
forgotten-title = Glömt lösenord
forgotten-lead = Ange din e-postadress. Finns det ett konto med den skickar vi en länk för nytt lösenord.
forgotten-no-mail = Tjänsten kan inte skicka e-post. Be administratören i din organisation om en länk för nytt lösenord.
forgotten-sent =
    { $count ->
        [one] Om det finns ett konto med adressen är ett e-brev på väg. Länken i det fungerar en gång, i { $count } minut.
       *[other] Om det finns ett konto med adressen är ett e-brev på väg. Länken i det fungerar en gång, i { $count } minuter.
    }
forgotten-sent-help = Har inget kommit efter några minuter? Titta i skräpposten, kontrollera adressen eller fråga administratören i din organisation.
forgotten-send = Skicka länken
forgotten-back = Tillbaka till inloggningen
new-password-title = Välj ett nytt lösenord
new-password-lead = Efteråt loggar du in med det. Alla dina andra sessioner upphör.
new-password-set = Spara lösenordet
link-over-title = Länken fungerar inte längre
link-over-password = Den har redan använts, har gått ut, eller så har en nyare skickats. Ditt lösenord är oförändrat om du inte har valt ett nytt.
link-over-invitation = Den har redan använts, har gått ut eller har dragits tillbaka. Har du öppnat ditt konto kan du logga in. Be annars den som bjöd in dig om en ny länk.
link-over-again = Skicka en ny länk

## Det egna kontot

account-title = Mitt konto
account-profile = Om dig
account-mail-language = Språk i e-post
account-mail-language-page = Avsändarens språk
account-save = Spara
account-password = Lösenord
account-password-ends = Alla dina andra sessioner upphör.
account-password-change = Byt lösenord
account-password-wrong = Det nuvarande lösenordet är fel.
sessions-title = Sessioner
sessions-lead = Var du är inloggad. Bara webbläsarens slag och en del av nätverksadressen sparas.
sessions-end-others = Avsluta alla andra
session-browser = Webbläsare
session-browser-unknown = Okänd webbläsare
session-origin = Från
session-origin-local = Lokalt nätverk
session-origin-unknown = Okänt
session-begun = Inloggad
session-seen = Senast använd
session-act = Åtgärd
session-current = Den här sessionen
session-end = Avsluta

## Det som just gjordes

flash-roles-changed = Rollerna har ändrats. De gäller genast.
flash-person-disabled = Kontot är avstängt. Alla dess sessioner har upphört.
flash-person-enabled = Kontot är påslaget igen.
flash-invitation-revoked = Inbjudan har dragits tillbaka.
flash-reset-sent = Länken för nytt lösenord är på väg med e-post.
flash-password-set = Lösenordet är sparat. Logga in med det.
flash-profile-changed = Sparat.
flash-password-changed = Lösenordet är bytt. Alla dina andra sessioner har upphört.
flash-session-ended = Sessionen har avslutats.
flash-sessions-ended = Alla dina andra sessioner har avslutats.

## Begäranden som inte kan utföras

invalid-password-simple = Lösenordet har för få olika tecken.
invalid-password-personal = Lösenordet går att gissa utifrån ditt namn eller din e-postadress.
invalid-password-same = Det är det lösenord du redan har.
invalid-password-differs = De två lösenorden är olika.
conflict-mail-off = Tjänsten kan inte skicka e-post.
conflict-last-administrator = Någon måste finnas kvar som kan administrera personer. Ge först en annan person den rollen.
conflict-person-disabled = Kontot är avstängt. Slå först på det.
error-429-wait =
    { $count ->
        [one] Det har varit för många försök. Försök igen om { $count } sekund.
       *[other] Det har varit för många försök. Försök igen om { $count } sekunder.
    }

## Åtgärder i loggen

audit-action-user-invite = Bjöd in en person
audit-action-user-revoke-invitation = Drog tillbaka en inbjudan
audit-action-user-accept-invitation = Tog emot en inbjudan
audit-action-user-change-roles = Ändrade roller
audit-action-user-disable = Stängde av ett konto
audit-action-user-enable = Slog på ett konto
audit-action-user-send-reset = Skapade en länk för nytt lösenord
audit-action-user-request-reset = Glömt lösenord: länk skickad
audit-action-user-change-password = Bytte det egna lösenordet
audit-action-user-change-profile = Ändrade det egna kontot
audit-action-session-end = Avslutade sessioner
audit-action-mail-fail = Kunde inte leverera ett e-brev

## Kommandoraden

admin-user-disabled = Kontot är avstängt. Dess sessioner har upphört.
admin-user-enabled = Kontot är påslaget.
demo-mails = E-brev skickas inte utan skrivs i { $path }.
