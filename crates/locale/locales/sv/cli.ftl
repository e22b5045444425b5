# Det som kommandoraden säger.

## Överallt

cli-standard-input = standard in
cli-cannot-read = { $name } kan inte läsas
cli-cannot-write = utmatningen kan inte skrivas

## check

check-size-label = Storlek
check-size =
    { $bytes ->
        [one] { $bytes } byte
       *[other] { $bytes } byte
    }
check-lines =
    { $count ->
        [one] Rad { $lines }
       *[other] Raderna { $lines }
    }
check-lines-more = Raderna { $lines } och { $more } till
check-more-errors = Endast de första { $shown } av { $count } fel visas. Alla fel efter kod:
check-summary =
    { $rows ->
        [one] { $rows } rad
       *[other] { $rows } rader
    }: { $ok } utan anmärkning, { $warnings } att se över, { $errors } avvisade.
check-accepted = Godkänd: alla rader kan registreras.
check-accepted-with-notices = Godkänd: alla rader kan registreras efter korrigeringarna ovan.
check-rejected-rows = Avvisad: rätta raderna ovan, eller registrera de övriga utan dem.
check-rejected-file = Avvisad: filen kan inte användas som den är.

## identify

identify-valid = Maskinvaruhashen är giltig.
identify-warning = Tveksamt: { $warning }
fact-product-key-part-number = Produktnyckelns artikelnummer
fact-family = Produktfamilj
fact-sku = SKU
fact-system-version = Systemversion
fact-display = Bildskärm
fact-graphics = Grafik
fact-baseboard = Moderkort
fact-firmware-vendor = Tillverkare av den fasta programvaran

## serve

serve-listening = Taxiway lyssnar på { $address }
serve-stopping = Stoppar: pågående begäranden och rader avslutas först. Be en gång till för att stoppa genast.

## demo

demo-in-temporary = Demonstrationen lägger sina data i { $path } och tar bort dem när den slutar.
demo-in-directory = Demonstrationen lägger sina data i { $path }.
demo-removed = { $path } har tagits bort.
demo-serve-later = Så öppnas portalen med dessa enheter: taxiway serve --data-dir { $path }
demo-portal = Portalen svarar på { $address }. Ctrl-C avslutar demonstrationen.
demo-directory-used = { $path } innehåller redan en databas. Så visas den: taxiway serve --data-dir { $path }. Ange en annan katalog för en ny demonstration.
demo-database-used = Databasen innehåller redan organisationer. Demonstrationen behöver en tom.
demo-scene = { $partner } lämnar in två listor för { $customer }: en från leverantören, en från insamlingsskriptet.
demo-understood = { $file }: { $layout }, { $encoding }; { $rows } rader: { $ok } utan anmärkning, { $warnings } att se över, { $errors } avvisade
demo-rows = rader
demo-progress = { $done } av { $rows } rader
demo-device = Enhet
demo-code = Kod
demo-words = Vad som hände
demo-remedy = Vad som ska göras
demo-outcome-registered = Registrerad
demo-outcome-already = Finns redan
demo-outcome-failed = Avvisad
demo-outcome-cancelled = Utelämnad
demo-states = Enheter hos { $customer }
demo-devices = Enheter
demo-meaning = Betydelse
demo-people = Personer som kan logga in:
demo-role = Roll
demo-organisation = Organisation
demo-shows = Vad kontot visar
demo-shows-partner = Partnern: förfrågningar om medgivande, kunder, personer och appar
demo-shows-clerk = Partnerns handläggare: lägger till enheter och följer jobb
demo-shows-helpdesk = Partnerns support: tittar och ändrar inget
demo-shows-other-partner = En partner som först måste be om medgivande
demo-shows-customer = Kunden: samma enheter, dess partner, deras gränser och avslut
demo-shows-two-partners = En kund med två partner
demo-shows-new-customer = En kund som ännu inte har några enheter
demo-shows-operator = Operatören: alla organisationer och deras personer
demo-begin = Börja med att logga in som { $partner } och lägga till enheter åt en kund. Logga in som { $customer }, kunden, i ett privat fönster och se samma enheter från andra sidan.

## admin

admin-password = Nytt lösenord
admin-password-again = Samma en gång till
admin-password-differs = De två skiljer sig åt. Försök igen.
admin-password-none = Inget lösenord angavs. Skriv det när det efterfrågas, eller skicka det till standard in: taxiway admin … < password.txt
admin-secret-none = Ingen klienthemlighet angavs. Skriv den när den efterfrågas, eller skicka den till standard in: taxiway admin … < secret.txt
admin-no-database = Det finns ingen databas för någon tjänst i { $path }. Ange tjänstens datakatalog med --data-dir, --config eller TAXIWAY_DATA_DIR. Gör en ny vid en ny installation: taxiway admin init
admin-database-empty = Databasen innehåller inget från någon tjänst. Ange tjänstens databas med --database, --config eller TAXIWAY_DATABASE. Förbered den vid en ny installation: taxiway admin init
admin-no-directory = Det finns ingen katalog { $path }. Tjänstens datakatalog har nyckeln som förseglar hemligheter: ange den med --data-dir, --config eller TAXIWAY_DATA_DIR. Gör en ny vid en ny installation: taxiway admin init
admin-init-made = Klart: { $path }. Nästa steg är en organisation: taxiway admin organisation create
admin-init-there = { $path } användes redan. Det som finns där lämnades som det är.
admin-password-unread = lösenordet kan inte läsas
admin-password-reset = Lösenordet är satt. Personens sessioner har avslutats.
admin-relationship-ended = Relationen har upphört.
admin-tag-created = Grupptaggen kan användas.

## Varför en begäran inte utförs

refusal-not-found = Något sådant finns inte.
refusal-no-organisation = Det finns ingen organisation med ID { $id }. Se taxiway admin organisation list
refusal-no-account = Det finns inget konto med e-postadressen { $email }. Se taxiway admin user list
refusal-no-identity-provider = Organisationen har ingen identitetsleverantör med ID { $id }. Se taxiway admin identity-provider list
refusal-no-relationship = Det finns ingen gällande relation mellan kunden { $customer } och partnern { $partner }.
refusal-no-provider-link = Återförsäljaren { $reseller } hör inte till leverantören { $provider }. Se taxiway admin provider list
refusal-forbidden = Din roll tillåter inte detta. Det kräver rollen { $role }.
refusal-too-large = Mer än { $limit } byte tas inte emot.
refusal-failed = något gick fel
