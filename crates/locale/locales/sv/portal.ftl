# Vad portalens sidor säger.

## Runt varje sida

skip-to-content = Gå till innehållet
crumbs = Du är här
nav-main = Huvudnavigering
nav-menu = Meny
nav-customers = Kunder
nav-activity = Aktivitetslogg
nav-customer = Kund
nav-overview = Översikt
nav-devices = Enheter
nav-add-devices = Lägg till enheter
nav-jobs = Jobb
language = Språk
sign-out = Logga ut
footer-times = Alla tider är i UTC.
request-id = Begärande-ID
search = Sök
refresh = Uppdatera
cancel = Avbryt
optional = (valfritt)
never = Aldrig
since = sedan
line = Rad
verdict = Utfall
batch = Batch
job = Jobb
filter-any = Alla
filter-apply = Filtrera
filter-clear = Rensa
pager = Sidor
pager-previous = Föregående
pager-next = Nästa
pager-of = av { $count }
pager-total =
    { $count ->
        [one] { $count } post
       *[other] { $count } poster
    }
rows-by-verdict = Rader efter utfall
rows-none = Inga rader av det här slaget
rows-count =
    { $count ->
        [one] { $count } rad
       *[other] { $count } rader
    }
show-all = Alla
show-errors = Fel
show-warnings = Varningar
show-already = Inget att registrera
show-ok = OK
size-bytes = { $value } byte
size-kilobytes = { $value } kB
size-megabytes = { $value } MB
size-gigabytes = { $value } GB
decimal-mark = ,
moment = { $day } { $month } { $year } { $clock }
month-1 = jan.
month-2 = feb.
month-3 = mars
month-4 = apr.
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = aug.
month-9 = sep.
month-10 = okt.
month-11 = nov.
month-12 = dec.

## Inloggning

sign-in = Logga in
sign-in-lead = Registrera enheter åt dina kunder och följ var och en fram till sin användare.
sign-in-email = E-postadress
sign-in-password = Lösenord
sign-in-help = Svårt att logga in? Fråga administratören i din organisation.
sign-in-wrong = Fel e-postadress eller lösenord.
sign-in-locked = För många försök. Försök igen efter
sign-in-expired = Sessionen har upphört. Logga in igen.

## Kunder

customers-title = Kunder
customers-lead = Organisationer som har gett dig medgivande att registrera enheter.
customers-all-lead = Alla kunder hos tjänsten.
customers-all-none-text = Kunder läggs upp med taxiway admin organisation create.
customers-search = Sök på namn eller domän
customers-name = Kund
customers-devices = Enheter
customers-jobs = Jobb
customers-last-upload = Senaste uppladdning
customers-running =
    { $count ->
        [one] { $count } pågår
       *[other] { $count } pågår
    }
customers-none = Inga kunder än
customers-none-text = Kunder visas här så snart de ger sitt medgivande.
customers-none-found = Ingen kund stämmer
customers-none-found-text = Kontrollera stavningen eller sök på en del av namnet.
customer-tenant = Klientorganisation
customer-consents = Medger registrering
customer-no-consent = Inget medgivande
customer-states = Enheter efter tillstånd
customer-no-devices = Inga enheter än
customer-no-devices-text = Lägg till enheter från leverantörens fil, genom att klistra in en lista eller med en streckkodsläsare.
customer-attention = Kräver åtgärd
customer-all-well = Allt är bra
customer-all-well-text = Inget kräver din uppmärksamhet.
customer-recent-jobs = Senaste jobben
customer-all-jobs = Alla jobb
customer-tags = Grupptaggar
customer-no-tags = Ingen enhet har någon grupptagg än.
tag-none = Ingen grupptagg
attention-failed-rows =
    { $count ->
        [one] { $count } rad avvisades
       *[other] { $count } rader avvisades
    }
attention-job-stopped = Ett jobb stoppades eftersom medgivandet upphörde
attention-preview-waiting = En uppladdning väntar på ditt beslut
attention-inactive =
    { $count ->
        [one] { $count } enhet är inaktiv
       *[other] { $count } enheter är inaktiva
    }
attention-inactive-text = Har inte använts de senaste sju dagarna

## Enheter

devices-title = Enheter
devices-count =
    { $count ->
        [one] { $count } enhet
       *[other] { $count } enheter
    }
devices-all = Alla
devices-by-state = Enheter efter tillstånd
devices-export = Exportera
devices-search = Serienumret börjar med
devices-none-searched = Ingen enhet hittades
devices-none-searched-text = Inget av kundens serienummer börjar så. Stora och små bokstäver måste stämma.
devices-none-filtered = Ingen enhet stämmer med filtret
devices-none-filtered-text = Välj ett annat tillstånd, en annan grupptagg eller en annan batch.
device-unnamed = Enhet utan serienummer
device-state = Tillstånd
device-since = Sedan
device-reason = Orsak
device-next = Att göra
device-registration = Registrering
device-profile = Enhetsprofil
device-no-profile = Ingen vald
device-registered-by = Registrerad av
device-strength = Styrka
device-identity = Identitet
device-history = Historik
device-deregister = Avregistrera
device-deregister-title = Avregistrera { $value }?
device-deregister-title-unnamed = Avregistrera den här enheten?
device-deregister-text = Registreringen tas bort, och med den hashen, ordernumren och historiken som finns om enheten. Det går inte att ångra, men enheten kan registreras igen, av den här kunden eller en annan. På själva enheten ändras ingenting.
facts-identity = Identifierare
facts-hardware = Maskinvara
facts-security = Säkerhetskrets
facts-capture = Avläsning av hashen
fact-uuid = SMBIOS-UUID
fact-mac-address = Nätverksadress
fact-disk = Diskens serienummer
fact-tpm-version = TPM-version
fact-tpm-manufacturer = TPM-tillverkare
fact-endorsement-key = Säkerhetskretsens nyckel (SHA-256)
fact-captured-at = Avläst
fact-tool-build = Verktygsversion
fact-os-build = Windows-version
fact-identified-by = Identifieras av

## Lägg till enheter

add-title = Lägg till enheter
add-lead = Använd filen som leverantören skickade den. Du ser vad som har tolkats innan något registreras.
add-devices-step = Enheterna
add-file = Fil
add-file-text = CSV som mottagen
add-file-choose = Välj en fil eller släpp den här
add-file-hint = CSV eller text, valfri teckenkodning, högst { $value }. Kalkylblad måste sparas som CSV.
add-paste = Klistra in
add-paste-text = Ur e-post eller en tabell
add-paste-label = Rader med kommatecken, semikolon eller tabbar, med eller utan rubrikrad
add-scan = Skriv eller skanna
add-scan-text = Rad för rad
add-scan-hint = Retur går till nästa fält och, i slutet, till nästa rad. Det gör även en streckkodsläsare. Tillverkare och modell följer med från raden ovanför.
add-samples = Exempelfiler för varje layout
sample-hash = Maskinvaruhash
sample-hash-text = En enda hash, från en enhet som inte finns. För taxiway identify.
add-tag-step = Grupptagg
add-tag-text = Grupptaggen väljer den enhetsprofil som en enhet får vid första start.
add-tag-single = En användare
add-tag-custom = Kundens egen tagg, som väljer { $value }.
add-tag-from-file = Som i filen
add-tag-from-file-text = Varje rad behåller den grupptagg som står i filen.
add-tag-none = Använd filens taggar
add-tag-outside = Omfattas inte av kundens medgivande.
add-compare = Jämför enhetsprofilerna
add-setting = Inställning
add-mode-step = Läsläge
add-nothing-yet = Inget registreras i det här steget.
add-preview = Fortsätt till förhandsgranskning
add-problem-nothing = Välj en fil, klistra in en lista eller skriv minst en enhet.
add-problem-several = Använd bara ett sätt i taget: en fil, en inklistrad lista eller skrivna rader.
add-problem-tag = Välj en av grupptaggarna.
add-problem-too-large = Filen är större än en uppladdning får vara.

## Förhandsgranskning

preview-title = Förhandsgranskning
preview-rows = Rader
preview-ok = OK
preview-warnings = Att titta på
preview-already = Inget att registrera
preview-errors = Kan inte registreras
preview-recognised = Vad som kändes igen
preview-layout = Layout
preview-encoding = Teckenkodning
preview-bom = med byteordningsmarkering
preview-delimiter = Värden åtskilda med
preview-header = Rubrikrad
preview-line = Rad { $count }
preview-no-header = Ingen; tolkad efter innehållet
preview-notices = Rättelser och notiser
preview-notices-text = Görs innan något registreras
preview-notice-lines =
    { $count ->
        [one] I { $count } rad
       *[other] I { $count } rader
    }
preview-lines = rad
preview-will-register =
    { $count ->
        [0] Som det ser ut nu kommer ingen enhet att registreras.
        [one] Som det ser ut nu kommer { $count } enhet att registreras.
       *[other] Som det ser ut nu kommer { $count } enheter att registreras.
    }
preview-will-find =
    { $count ->
        [one] För { $count } rad finns inget att registrera: enheten är redan registrerad här eller står tidigare i filen.
       *[other] För { $count } rader finns inget att registrera: enheterna är redan registrerade här eller står tidigare i filen.
    }
preview-can-register =
    { $count ->
        [one] Så långt filen visar kan { $count } rad registreras.
       *[other] Så långt filen visar kan { $count } rader registreras.
    }
preview-compared = Jämfört med det som är registrerat, med tillverkarnas kataloger och med medgivandet just nu. Jobbet visar hur det gick för varje rad.
preview-not-compared = Filen är för lång för att jämföras i sin helhet med det som är registrerat: bara raderna som visas på den här sidan har jämförts. Enheter som redan är registrerade, som tillhör en annan organisation eller som inte finns i tillverkarens katalog skiljs ut vid registreringen, liksom rader utöver det antal enheter som medgivandet omfattar.
preview-will-skip =
    { $count ->
        [one] { $count } rad med fel utelämnas och rapporteras.
       *[other] { $count } rader med fel utelämnas och rapporteras.
    }
preview-none-registrable = Ingen rad i uppladdningen kan registreras. Rätta felen nedan och ladda upp filen igen.
preview-discard = Ta bort uppladdningen
preview-registered = Uppladdningen har registrerats.
preview-to-job = Gå till jobbet
register-devices = Registrera enheter
batch-name = Batchnamn
refused-title = Filen togs inte emot
refused-again = Välj en annan fil

## Jobb

jobs-title = Jobb
jobs-lead = Varje uppladdning som har registrerats, med utfallet för varje rad.
jobs-name = Jobb
jobs-state = Tillstånd
jobs-rows = Rader
jobs-failed = Avvisade
jobs-submitted = Skickat
jobs-none = Inga jobb än
jobs-none-text = Ett jobb börjar när du registrerar enheterna i en uppladdning.
job-progress = Förlopp
job-registered = Registrerade
job-refused = Avvisade
job-skipped = Utelämnade
job-already = Redan registrerade
job-remaining = Återstår
job-rows = Rader
job-started = Startade
job-not-started = Väntar på sin tur
job-ended = Klart
job-leave = Du kan lämna sidan. Arbetet fortsätter.
job-about = Om jobbet
job-results = Resultat
job-results-text = Utfallet för varje rad, som CSV
job-repaired = Rättad fil
job-repaired-text = Raderna utan fel i den dokumenterade formen. Det som inte får plats i den finns bara i resultaten
job-repaired-retry-text = Raderna som inte heller nu kunde registreras, i den dokumenterade formen. Det som inte får plats i den finns bara i resultaten
job-retry = Försök igen med avvisade rader
job-no-retry = Det hjälper inte att försöka igen: felen står i filen. Rätta raderna och ladda upp dem igen.
job-cancel = Avbryt jobbet
job-cancel-title = Avbryta jobbet?
job-cancel-text = Rader som redan är registrerade förblir registrerade. Resten utelämnas; du kan ladda upp dem igen.
job-to-device = Visa enheten
job-no-rows-yet = Utfallen visas här allteftersom raderna blir klara
confirm-back = Gå tillbaka
flash-registered = Enheterna registreras.
flash-over-registered = Uppladdningen har registrerats. Nedan står hur det gick för varje rad.
flash-cancelled = Jobbet avbryts.
flash-retried = Ett nytt försök görs med de avvisade raderna.
flash-over-retried = Ett nytt försök gjordes med de avvisade raderna. Nedan står hur det gick för dem.
flash-discarded = Uppladdningen togs bort. Inget registrerades.
flash-device-deregistered = Enheten avregistrerades.

## Aktivitetslogg

activity-title = Aktivitetslogg
activity-lead = Vem som gjorde vad, åt vem och när.
activity-when = När
activity-action = Åtgärd
activity-customer = Kund
activity-from = Från
activity-until = Till
activity-refused = Nekades
activity-service = Tjänsten
activity-none = Inga poster
activity-none-text = Inget har gjorts som stämmer med filtret.

## Fel

error-home = Till startsidan
error-400-title = Begäran gick inte att förstå
error-400-text = Gå tillbaka, läs in sidan på nytt och försök igen.
error-403-title = Du får inte göra det här
error-403-text = Din roll tillåter det inte. Fråga administratören i din organisation.
error-404-title = Sidan hittades inte
error-404-text = Den finns inte, eller så har du inte åtkomst till den.
error-405-title = Det går inte här
error-405-text = Sidan tar inte emot den sortens begäran. Gå tillbaka och använd knapparna.
error-409-title = Inte möjligt nu
error-409-text = Något har ändrats under tiden. Gå tillbaka, läs in sidan på nytt och försök igen.
error-413-title = För stor
error-413-text = Filen är större än en uppladdning får vara. Dela upp den och ladda upp delarna en i taget.
error-429-title = För många begäranden
error-429-text = Vänta en stund och försök igen.
error-500-title = Något gick fel
error-500-text = Det är inte ditt fel. Försök igen; händer det på nytt uppger du begärande-ID:t för supporten.
