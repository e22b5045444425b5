# Sidan om gränssnittet för partners program.

nav-api = API
api-title = API
api-lead = Program som redan arbetar med Partnercenters gränssnitt för enheter behöver en annan adress, och i övrigt inget nytt.
api-impossible = Ingen åtkomst till API:et
api-for-partners = Gränssnittet registrerar enheter åt partners kunder. Din organisation är ingen partner.
api-connection = Anslutning
api-base = Basadress
api-tenant = Klientorganisations-ID
api-token-v1 = Tokenslutpunkt, version 1
api-token-v2 = Tokenslutpunkt, version 2
api-standing = Anropet för länken med vilken en kund ger sitt medgivande ger din länk för alla kunder. En administratörsagent måste öppna den först, på sidan med förfrågningar:
api-description = Beskrivning av gränssnittet (OpenAPI)
api-description-text = Den innehåller vad som skickas och svaras i alla anrop, och de fält som är våra egna: groupTag, orderId och purchaseId.
api-copy = Kopiera
api-first-call = Första anropet
api-first-call-text = Hämta en token med en apps klient-ID och en hemlighet, och fråga sedan efter dina kunder. Kommandona tar klient-ID:t ur variabeln CLIENT_ID och hemligheten ur CLIENT_SECRET; hemligheten står aldrig på en kommandorad.
api-set-up = Variabler för det första anropet
api-set-up-text = Sätt båda variablerna först. Den andra raden visar ingenting och väntar: klistra in hemligheten och tryck på Retur. Då hamnar den inte heller i skalets historik.
api-acting = För anrop som kräver en användare ger varje användare appen en uppdateringstoken. Den skapas på användarens eget konto, också av den som loggar in med nyckel:
api-apps = Registrera en app
api-calls = Anrop
api-calls-text = Det som står inom klamrar fyller du i. Device batches, devices och policies är det som portalen kallar batchar, enheter och profiler.
api-call = Anrop
api-does = Vad det gör
api-who = Vem får anropa
api-alone = App, eller app med användare
api-with-user = Endast app med användare
api-article = Dokumentation
api-requests = Senaste begäranden
api-requests-text =
    { $count ->
        [one] Den senaste begäran från varje app sparas, utan det som skickades.
       *[other] De senaste { $count } begärandena från varje app sparas, utan det som skickades. En ny syns efter en sekund.
    }
api-requests-none = Inga begäranden än
api-requests-none-text = Så snart någon av dina appar anropar ser du här vad den fick för svar.
api-requests-none-found = Inga begäranden hittades
api-requests-none-found-text = Inget bland de senaste begärandena stämmer med filtret.
api-only-errors = Endast fel
api-when = Tid
api-app = App
api-status = Status
api-ids = Begärande-ID och korrelations-ID
api-request-id = Begäran
api-correlation-id = Korrelation
api-took-title = Varaktighet
api-took = { $value } ms
api-answer = Vad som svarades
api-app-requests = Senaste begäranden
api-read-calls =
    { $count ->
        [one] ett anrop
       *[other] { $count } anrop
    }
audit-action-api-read = Läst av ett program

## Anrop

api-call-device-batch-create = Skapar en batch och registrerar enheter i den
api-call-device-batch-add = Registrerar enheter i en batch som redan finns
api-call-batch-status-get = Talar om hur långt en uppladdning har kommit, med utfallet för varje enhet
api-call-device-batch-list = Listar en kunds batchar
api-call-device-list = Listar enheterna i en batch
api-call-device-get = Läser en enhet; utöver de publicerade anropen
api-call-device-update = Ändrar en enhet, till exempel dess profil
api-call-device-delete = Avregistrerar en enhet
api-call-policy-assign = Tilldelar enheter profiler
api-call-policy-create = Skapar en profil
api-call-policy-list = Listar en kunds profiler
api-call-policy-get = Läser en profil
api-call-policy-update = Ändrar en profil
api-call-policy-delete = Tar bort en profil
api-call-customer-list = Listar dina kunder, eller dem vars namn eller domän börjar med en text
api-call-customer-get = Läser en kund
api-call-customer-end-relationship = Avslutar relationen med en kund
api-call-customer-delete = Tar bort en kund i en sandlåda
api-call-relationship-request-get = Ger länken med vilken en kund ger sitt medgivande
api-call-customer-relationship-list = Listar en kunds indirekta återförsäljare
api-call-partner-relationship-list = Listar dina indirekta återförsäljare eller leverantörer
