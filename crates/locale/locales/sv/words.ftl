# Produktens ord: namn, tillstånd, fel, koder.

product-name = Taxiway

## Kolumner

column-serial-number = Serienummer
column-product-key = Produktnyckel-ID
column-hardware-hash = Maskinvaruhash
column-manufacturer = Tillverkare
column-model = Modell
column-group-tag = Grupptagg
column-assigned-user = Tilldelad användare
column-order-id = Order-ID
column-purchase-id = Inköps-ID

## Filers layout

layout-partner-center = Partnercenter
layout-partner-center-description = Serienummer, Windows produkt-ID, maskinvaruhash, tillverkare och modell. Det som partner laddar upp.
layout-managed-desktop-partner = Managed Desktop, partner
layout-managed-desktop-partner-description = Tillverkare, modell och serienummer. Leverantörernas korta lista.
layout-managed-desktop-self = Managed Desktop, egna enheter
layout-managed-desktop-self-description = Tillverkare, modell, serienummer och maskinvaruhash.
layout-intune = Intune
layout-intune-description = Det som insamlingsskriptet skriver: serienummer, produkt-ID, maskinvaruhash, eventuellt grupptagg och användare.
layout-surface-request = Surface-begäran
layout-surface-request-description = Serienummer och inköpsordernummer. Läses, men räcker inte för registrering.
layout-device-identifiers = Enhetsidentifierare
layout-device-identifiers-description = Rader med tillverkare, modell och serienummer utan rubrik.
layout-inventory-report = ConfigMgr-rapport
layout-inventory-report-description = Rapporten över maskinvaruhashar från Configuration Manager med dess titelrader.
layout-unknown = Okänd
layout-unknown-description = Ingen dokumenterad layout; kolumnerna kändes igen en och en.

## Teckenkodningar och avgränsare

encoding-utf-8 = UTF-8
encoding-utf-16le = UTF-16 little-endian
encoding-utf-16be = UTF-16 big-endian
encoding-windows-1252 = Windows-1252 (västeuropeisk)
encoding-windows-1255 = Windows-1255 (hebreisk)
delimiter-comma = kommatecken
delimiter-semicolon = semikolon
delimiter-tab = tabbar

## Allvarlighetsgrader, utfall, lägen

severity-notice = Notis
severity-warning = Varning
severity-error = Fel
verdict-ok = OK
verdict-warning = Varning
verdict-already = Inget att registrera
verdict-error = Fel
mode-helpful = Hjälpsamt
mode-helpful-description = Konverterar det som kan konverteras säkert och visar varje rättelse innan något registreras.
mode-strict = Strikt
mode-strict-description = Tar bara emot filer som följer de dokumenterade reglerna till punkt och pricka.

## Identitet och styrka

identity-hash = Maskinvaruhash
identity-product-key = Produktnyckel-ID
identity-tuple = Tillverkare, modell och serienummer
strength-claimed = Uppgiven
strength-claimed-description = Någon har uppgett serienumret; inget styrker det ännu.
strength-described = Beskriven
strength-described-description = En maskinvaruhash beskriver enheten i detalj.
strength-key-bound = Bunden till sin nyckel
strength-key-bound-description = Hashen anger säkerhetskretsens nyckel.
strength-attested = Bevisad
strength-attested-description = Enheten har bevisat att den har säkerhetskretsens nyckel.

## Registreringstillstånd

state-pending = Registrering väntar
state-pending-description = Registreringen är inte klar än.
state-pending-next = Titta igen om några minuter. Du behöver inte göra något.
state-failed = Registreringen misslyckades
state-failed-description = Registreringen kunde inte slutföras.
state-failed-next = Läs orsaken, rätta raden och ladda upp den på nytt.
state-ready = Redo för användare
state-ready-description = Enheten är registrerad och kan lämnas till sin användare.
state-ready-next = Lämna ut enheten. Den får sin profil vid första start.
state-active = Aktiv
state-active-description = Enheten är utlämnad och används regelbundet.
state-active-next = Du behöver inte göra något.
state-inactive = Inaktiv
state-inactive-description = Enheten har använts, men inte de senaste sju dagarna.
state-inactive-next = Fråga användaren om enheten är påslagen och ansluten.

## Registreringsfel: meddelande, orsak, åtgärd

registration-error-device-not-found = Enheten hittades inte
registration-error-device-not-found-cause = Ingen enhet från tillverkaren stämmer med angiven tillverkare, modell eller angivet serienummer.
registration-error-device-not-found-remedy = Bekräfta värdena med leverantören. De måste vara exakt desamma som i den inbyggda programvaran.
registration-error-hardware-hash-not-valid = Maskinvaruhash inte giltig
registration-error-hardware-hash-not-valid-cause = Maskinvaruhashen är skadad eller felformaterad.
registration-error-hardware-hash-not-valid-remedy = Kontrollera hashen, läs av den på nytt vid behov och ladda upp raden igen.
registration-error-device-already-registered = Enheten är redan registrerad
registration-error-device-already-registered-cause = Enheten är redan registrerad i den här organisationen.
registration-error-device-already-registered-remedy = Du behöver inte göra något. Enheten finns i enhetslistan.
registration-error-device-claimed-by-another-organization = Enhet som ägs av en annan organisation
registration-error-device-claimed-by-another-organization-cause = En annan organisation har registrerat enheten.
registration-error-device-claimed-by-another-organization-remedy = Fråga leverantören. Den andra organisationen måste frigöra enheten först.
registration-error-unexpected-error = Oväntat fel
registration-error-unexpected-error-cause = Något hände som inte kunde hanteras automatiskt.
registration-error-unexpected-error-remedy = Kontakta supporten och uppge begärande-ID:t.

## Tjänstkoder

service-code = Publicerad kod
service-code-801 = Begäran var felaktig eller angav ingen kund.
service-code-802 = Maskinvaruhashen är inte giltig, eller saknar tillverkare eller serienummer.
service-code-803 = Både serienummer och produktnyckel-ID saknas eller är ogiltiga.
service-code-806 = Kunden har redan registrerat enheten.
service-code-807 = Enheten är inte registrerad hos den här kunden.
service-code-808 = Enheten är registrerad hos en annan organisation.
service-code-809 = Distributionsprofilen finns inte längre.
service-code-810 = Distributionsprofilen tillhör en annan organisation.
service-code-811 = En annan organisation har registrerat enheten; bara den kan ta bort den.
service-code-812 = Tillverkaren känner inte till någon enhet med de här värdena.
service-code-813 = Värdena skiljer inte enheten från en annan.
service-code-814 = Katalogen har redan ett objekt för enheten.
service-code-815 = Ingen distributionsprofil är tilldelad och det finns ingen standardprofil.
service-code-908 = Posten och maskinvaran stämmer inte överens. Registrera enheten på nytt.
service-code-duplicated = Samma enhet står mer än en gång i filen. Den första raden registrerades.
service-code-storage = Registreringen kunde inte sparas. Ett nytt försök görs.
service-code-hash-not-4k = Hashen är av en äldre, kortare sort. Läs av den på nytt med det nuvarande skriptet.
service-code-400 = Maskinvaruhashen är inte fullständig base64-text.
service-code-403 = Kundens medgivande omfattar inte den här registreringen.
service-code-consent-ended = Kundens medgivande upphörde innan raden hade registrerats.
service-code-cancelled = Jobbet avbröts innan raden hade registrerats.

## Orsakskoder för hashar (i en mening efter kolon)

hash-reason-empty = den är tom
hash-reason-whitespace = den har blanksteg eller radbrytningar inuti
hash-reason-alphabet = den har tecken som inte finns i base64-text
hash-reason-base64-length = tecken saknas i slutet
hash-reason-not-4k = den är inte 4 000 tecken lång
hash-reason-magic = den börjar inte som en maskinvaruhash
hash-reason-total-length = längden den anger är omöjlig
hash-reason-trailer = kontrollblocket står inte där det ska
hash-reason-checksum = kontrollsumman stämmer inte; något i den har ändrats
hash-reason-padding = det finns data efter slutet
hash-reason-record-length = en av posterna har en omöjlig längd
hash-reason-record-overrun = en av posterna går utanför slutet
hash-reason-no-records = den beskriver ingen maskinvara
hash-reason-text = en text i den går inte att läsa
hash-reason-text-length = en text i den är för lång
hash-reason-duplicate-record = en post förekommer två gånger
hash-reason-ek-mismatch = säkerhetskretsens nyckel stämmer inte med sin kontrollsumma
hash-reason-identity-weak = den innehåller för få användbara uppgifter

## Organisationer och roller

organisation-kind-partner = Partner
organisation-kind-direct-partner = Partner med direktfakturering
organisation-kind-indirect-provider = Indirekt leverantör
organisation-kind-indirect-reseller = Indirekt återförsäljare
organisation-kind-manufacturer = Tillverkare
organisation-kind-customer = Kund
organisation-kind-operator = Driftansvarig
role-admin-agent = Administratörsagent
role-sales-agent = Försäljningsagent
role-helpdesk-agent = Supportagent
role-global-administrator = Global administratör
role-intune-administrator = Intune-administratör
role-policy-and-profile-manager = Princip- och profilhanterare
role-global-reader = Global läsare
role-registrar = Registrerare
role-reader = Läsare
role-administrator = Administratör
role-support = Support

## Enhetsprofiler och deras inställningar

profile-sensitive-data = Känsliga data
profile-sensitive-data-description = För dem som arbetar med konfidentiell information.
profile-power-user = Avancerad användare
profile-power-user-description = För utvecklare och specialister som administrerar sin egen enhet.
profile-standard = Standard
profile-standard-description = För de flesta.
profile-kiosk = Helskärmsläge
profile-kiosk-description = För en enhet som har en enda uppgift på en allmän plats.
profile-legacy = Första generationen
profile-custom = Egen profil
shared-mode = Läge för delad enhet
shared-mode-description = Flera personer använder enheten efter varandra. Oanvända konton och deras filer tas bort.
shared-mode-not-supported = Stöds inte
profile-setting-block-external-storage = Blockera extern lagring
profile-setting-cloud-block-level = Blockeringsnivå i molnet
profile-setting-disable-microsoft-accounts = Inaktivera Microsoft-konton
profile-setting-disable-personal-onedrive = Inaktivera personligt OneDrive
profile-setting-secure-desktop-for-elevation = Säkert skrivbord vid behörighetshöjning
profile-setting-defender-tag = Defender-tagg
profile-setting-user-is-administrator = Användaren är administratör på enheten
profile-setting-app-locker = AppLocker
profile-setting-block-public-store = Blockera den offentliga butiken
value-yes = Ja
value-no = Nej
value-high = Hög

## Jobb

job-state-queued = I kö
job-state-running = Pågår
job-state-finished = Klart
job-state-finished-with-errors = Klart med fel
job-state-cancelled = Avbrutet

## Händelser i aktivitetsloggen

audit-action-session-sign-in = Loggade in
audit-action-session-refuse = Misslyckades med att logga in
audit-action-session-lock = Kontot spärrades
audit-action-session-sign-out = Loggade ut
audit-action-upload-receive = Laddade upp en fil
audit-action-upload-discard = Tog bort en uppladdning
audit-action-job-submit = Skickade en registrering
audit-action-job-finish = Slutförde ett jobb
audit-action-job-stop = Stoppade ett jobb
audit-action-job-cancel = Avbröt ett jobb
audit-action-job-retry = Försökte igen med avvisade rader
audit-action-device-export = Exporterade enheter
audit-action-organisation-create = Skapade en organisation
audit-action-user-create = Skapade en användare
audit-action-user-reset-password = Återställde ett lösenord
audit-action-relationship-approve = Godkände en relation
audit-action-relationship-end = Avslutade en relation
audit-action-tag-create = Lade till en grupptagg
audit-action-catalogue-publish = Publicerade tillverkade enheter

## Enhetens historik

device-event-registered = Registrerad
device-event-captured-again = Avläst på nytt och igenkänd
device-event-described = Utförligare beskriven

## Varningar om hashar (i en mening efter kolon)

hash-warning-placeholder-serial-number = serienumret
hash-warning-placeholder-manufacturer = tillverkaren
hash-warning-placeholder-model = modellen
hash-warning-placeholder-uuid = SMBIOS-UUID
hash-warning-product-key-unusable = produktnyckel-ID:t
hash-warning-tpm-incomplete = uppgifterna om säkerhetskretsen är ofullständiga
hash-warning-system-disk-unknown = systemdisken finns inte bland de uppräknade diskarna
hash-warning-display-size = bildskärmens två storleksuppgifter skiljer sig åt

## Vad det blev av en rad

outcome-registered = Registrerad
outcome-already = Redan registrerad
outcome-failed = Avvisad
outcome-cancelled = Utelämnad
outcome-pending = Väntar

## Varför ett jobb avbröts

job-reason-asked = Avbrutet av en person.
job-reason-consent-ended = Kundens medgivande upphörde. De återstående raderna utelämnades.

## Begäranden som inte kan utföras (`invalid-`, `conflict-`)

invalid-not-a-customer = Organisationen är inte en kund.
invalid-not-a-manufacturer = Organisationen är inte en tillverkare.
invalid-not-a-partner = Organisationen är inte en partner.
invalid-email = Det här är inte en e-postadress.
invalid-email-taken = Någon har redan den e-postadressen.
invalid-tag = Grupptaggen är tom, för lång eller har tecken som inte kan ingå.
invalid-tag-not-supported = Avancerad användare har inget läge för delad enhet.
invalid-tag-unknown = Grupptaggen är okänd.
invalid-password-long = Lösenordet är för långt. Det får ha högst { $value } byte.
invalid-password-short = Lösenordet är för kort. Det behöver minst { $value } tecken.
invalid-missing = Fyll i det här.
invalid-role-missing = Välj minst en roll.
invalid-role-kind = Rollen hör inte till den här sortens organisation.
conflict-nothing-to-retry = Ingen rad i jobbet kan försökas igen.
conflict-relationship-exists = Relationen finns redan.
conflict-request-id-reused = Begäran har redan använts till något annat. Läs in sidan på nytt och försök igen.
conflict-tag-exists = Grupptaggen finns redan.
conflict-upload-in-use = Uppladdningen har registrerats och kan inte längre tas bort.
conflict-upload-refused = Filen avvisades och kan inte registreras.
