# Vad ett medgivande inte omfattar, uppladdningar som väntar på kunden och slutet på en relation.

## Anmärkningar: medgivandets gränser

finding-scope-group-tag =
    { $used ->
        [none] Kundens medgivande omfattar inte den här grupptaggen.
       *[other] Kundens medgivande omfattar inte den här grupptaggen. Det omfattar: { $used }
    }
finding-scope-group-tag-remedy = Använd en grupptagg som medgivandet omfattar, eller be kunden utöka det.
finding-scope-model =
    { $used ->
        [none] Kundens medgivande omfattar inte den här tillverkaren eller modellen.
       *[other] Kundens medgivande omfattar inte den här tillverkaren eller modellen. Det omfattar: { $used }
    }
finding-scope-model-remedy = Be kunden utöka sitt medgivande, eller registrera enheter som det omfattar.
finding-scope-model-unsaid =
    { $used ->
        [none] Kundens medgivande omfattar bara vissa modeller, och raden säger inte vilken modell det är.
       *[other] Kundens medgivande omfattar bara vissa modeller, och raden säger inte vilken modell det är. Det omfattar: { $used }
    }
finding-scope-model-unsaid-remedy = Raden registreras om tillverkarens katalog visar att modellen omfattas. Ange tillverkare och modell för att vara säker.
finding-scope-max-devices =
    { $used ->
        [none] Så många enheter som kundens medgivande omfattar är redan registrerade.
       *[other] Så många enheter som kundens medgivande omfattar är redan registrerade: { $used }
    }
finding-scope-max-devices-remedy = Be kunden höja antalet enheter och försök sedan igen med de avvisade raderna.
finding-scope-ends-at =
    { $used ->
        [none] Kundens medgivande har gått ut.
       *[other] Kundens medgivande omfattade registreringar till { $used }.
    }
finding-scope-ends-at-remedy = Be kunden förlänga sitt medgivande och försök sedan igen med raderna.
finding-scope-order-id =
    { $used ->
        [none] Kundens medgivande omfattar inte det här ordernumret.
       *[other] Kundens medgivande omfattar inte det här ordernumret. Det omfattar: { $used }
    }
finding-scope-order-id-remedy = Använd ett ordernummer som medgivandet omfattar, för uppladdningen eller på raden, eller be kunden utöka det.
finding-not-approved =
    { $used ->
        [none] Kunden godkände inte raden.
       *[other] Kunden godkände inte raden: ”{ $used }”
    }
finding-not-approved-remedy = Rätta raden och ladda upp den igen, eller försök igen med den: kunden tillfrågas på nytt.

## Egna tjänstkoder

service-code-outside-scope = Kundens medgivande sträcker sig inte så långt.
service-code-outside-scope-message = Omfattas inte av kundens medgivande
service-code-outside-scope-remedy = Be kunden utöka sitt medgivande och försök sedan igen med raderna.
service-code-consent-ended-message = Medgivandet har upphört
service-code-consent-ended-remedy = Be kunden om en ny relation. Enheterna kan registreras när kunden har gått med på det.
service-code-cancelled-by-submitter = Organisationen som skickade jobbet avbröt det innan raden hade registrerats.
service-code-cancelled-by-submitter-message = Avbrutet av avsändaren
service-code-cancelled-by-submitter-remedy = Försök igen med raderna, eller ladda upp dem på nytt.
service-code-cancelled-by-customer = Kunden, eller någon för kundens räkning, avbröt jobbet innan raden hade registrerats.
service-code-cancelled-by-customer-message = Avbrutet av kunden
service-code-cancelled-by-customer-remedy = Fråga kunden innan du skickar raderna igen.
service-code-not-approved = Kunden har tittat på raden och inte godkänt den.
service-code-not-approved-message = Inte godkänd av kunden
service-code-not-approved-remedy = Rätta raden och ladda upp den igen, eller försök igen med den: kunden tillfrågas på nytt.
service-code-approval-expired = Ingen hos kunden tog ställning till uppladdningen i tid.
service-code-approval-expired-message = Inte godkänd i tid
service-code-approval-expired-remedy = Säg till kunden och försök sedan igen med raderna: de väntar då på godkännande på nytt.

## Jobb

job-state-pending-approval = Väntar på godkännande
job-reason-approval-expired = Ingen hos kunden tog ställning i tid. Raderna utelämnades.
job-reason-scope-ends-at = Tiden för kundens medgivande gick ut. De återstående raderna utelämnades.
job-reason-scope-order-id = Kundens medgivande omfattar inte längre ordernumret. De återstående raderna utelämnades.
job-stopped-by-submitter = Det var organisationen som skickade jobbet.
job-stopped-by-customer = Det var kunden, eller någon för kundens räkning.
job-approval = Godkännande
job-approval-waiting = Kunden tittar på uppladdningen innan något registreras. Fram till dess kan du dra tillbaka den.
job-approval-until = Tid att ta ställning till
job-approval-decided = Kunden tog ställning
job-approval-all = Alla rader godkändes.
job-approval-some = De rader som inte godkändes säger det nedan.
job-approval-closed = Jobbet tog slut innan kunden hade tagit ställning.
job-approval-decide = Titta på raderna och ta ställning
job-withdraw = Dra tillbaka

## Aktivitetslogg

audit-action-approval-decide = Tog ställning till en uppladdning
audit-action-device-deregister = Avregistrerade enheter

## Begäranden som inte kan utföras

invalid-scope-order-id = Kundens medgivande omfattar inte det här ordernumret. Det omfattar: { $value }
invalid-scope-ends-at = Kundens medgivande omfattade registreringar till { $value }. Be kunden förlänga det.
invalid-reason-missing = Ange varför rader inte godkänns: partnern läser det i var och en av dem.
conflict-approval-changed = Urvalet har ändrats under tiden. Titta på det igen innan du tar ställning.
conflict-approval-over = Uppladdningen väntar inte längre på något beslut.
conflict-approval-too-large = Uppladdningen är för stor för att välja rader. Godkänn eller avvisa den som helhet.
conflict-approval-pieces = De valda raderna ligger i för många bitar. Välj hela grupper, eller ta ställning till uppladdningen som helhet.
conflict-relationship-over = Relationen gäller inte längre och kan därför inte avslutas.
conflict-jobs-under-way = Din organisation har pågående jobb för kunden. Avbryt dem först.

## På uppdrag av en kund

on-behalf-of = Du arbetar på uppdrag av { $value }. Allt du gör skrivs i kundens aktivitetslogg.

## Vad medgivandet omfattar

bounds-title = Vad kundens medgivande omfattar
bounds-group-tags = Grupptaggar
bounds-models = Tillverkare och modeller
bounds-devices = Enheter
bounds-devices-of = { $value } registrerade
bounds-until = Till
bounds-order-ids = Ordernummer
bounds-approval = Godkännande
bounds-approval-each = Kunden tittar på varje uppladdning innan den registreras
bounds-over = Tiden för medgivandet har gått ut. Inget kan registreras förrän kunden förlänger det.
bounds-few =
    { $count ->
        [0] Antalet enheter är förbrukat. Nya enheter kommer att avvisas.
        [one] Bara { $count } enhet till kan registreras. Raderna efter den kommer att avvisas.
       *[other] Bara { $count } enheter till kan registreras. Raderna efter dem kommer att avvisas.
    }

## Uppladdningar som väntar

nav-approvals = Att godkänna
approvals-title = Uppladdningar att godkänna
approvals-lead = Partners uppladdningar som väntar på ditt beslut. Inget av dem registreras dessförinnan.
approvals-upload = Uppladdning
approvals-partner = Från
approvals-until = Ta ställning senast
approvals-none = Ingen uppladdning väntar
approvals-none-text = Uppladdningar visas här när en partner skickar dem och du har valt att själv godkänna varje uppladdning.
approvals-retry = Nytt försök med avvisade rader från en tidigare uppladdning
attention-approvals =
    { $count ->
        [one] { $count } uppladdning väntar på ditt godkännande
       *[other] { $count } uppladdningar väntar på ditt godkännande
    }
approval-lead = Inget registreras innan du har tagit ställning.
approval-rows = Rader
approval-registrable = Kan registreras
approval-chosen = Valda
approval-repeated = Upprepade rader
approval-errors = Kan inte registreras
approval-large = Uppladdningen är för stor för att välja enskilda rader. Godkänn eller avvisa den som helhet.
approval-groups = Rader efter grupptagg och modell
approval-group-rest = Alla övriga
approval-group-rows = Valda
approval-group-add = Välj
approval-group-drop = Utelämna
approval-group-which = { $tag }, { $manufacturer } { $model }
approval-add-all = Välj alla rader
approval-drop-all = Välj ingen rad
approval-page = Rader på den här sidan
approval-choose-line = Välj rad { $count }
approval-save = Spara sidans urval
approval-save-hint = Spara innan du går till en annan sida. Inget beslutas av det.
approval-decision = Beslut
approval-decide-all = Godkänn allt
approval-decide-all-text = Varje rad som kan registreras registreras.
approval-decide-chosen = Godkänn de valda raderna
approval-decide-chosen-text =
    { $count ->
        [one] { $count } rad registreras, de andra avvisas.
       *[other] { $count } rader registreras, de andra avvisas.
    }
approval-decide-none = Godkänn inget
approval-decide-none-text = Varje rad avvisas.
approval-reason = Skäl
approval-reason-hint = Behövs när rader avvisas. Partnern läser det i var och en av dem.
approval-decide = Besluta
approval-until = Tid att ta ställning till
flash-chosen = Urvalet sparades. Inget är beslutat än.
flash-decided = Beslutet antecknades. Det du godkände registreras nu.

## Att avsluta en relation

ending-title = Avsluta relationen med { $value }
ending-lead = Det gäller genast. Inga fler enheter kan registreras under den, och partnern förlorar sin åtkomst.
ending-own-lead = Det gäller genast. Din organisation kan inte längre registrera enheter för kunden eller se dem.
ending-devices = Enheter som registrerats under den
ending-devices-none = Inga enheter
ending-devices-none-text = Inget har registrerats under relationen, eller inget är kvar.
ending-profile = Enhetsprofil
ending-unused = Aldrig använda
ending-no-profile = Ingen
ending-total = Alla
ending-jobs = Pågående jobb
ending-jobs-none = Inga. Inget stoppas.
ending-jobs-stop = De stoppas genast. Raderna som är kvar säger varför.
ending-jobs-more = Med flera.
ending-jobs-forbid = Din organisation har pågående jobb för kunden. Avbryt dem innan du avslutar relationen.
ending-jobs-cancel = Avbryt jobben
ending-fate = Vad som händer med enheterna
ending-keep = Behåll dem som de är
ending-keep-text = De förblir registrerade och behåller sina grupptaggar och profiler.
ending-deregister = Avregistrera dem som aldrig har använts
ending-deregister-text =
    { $count ->
        [0] Alla enheter har använts.
        [one] { $count } enhet avregistreras. Vem som helst kan registrera den igen.
       *[other] { $count } enheter avregistreras. Vem som helst kan registrera dem igen.
    }
ending-providers = Avsluta även det som dess leverantör har fått
ending-provider-text =
    { $count ->
        [one] { $count } enhet som leverantören själv har registrerat
       *[other] { $count } enheter som leverantören själv har registrerat
    }
ending-reason = Skäl
ending-reason-hint = Båda sidor kan läsa det.
ending-button = Avsluta relationen
ended-title = Relationen med { $value } är avslutad
ended-not = Relationen gäller inte.
ended-on = Avslutad
ending-by-customer = Av kunden
ending-by-partner = Av partnern
ending-by-operator = Av driftansvarig
ended-left = Enheter som fortfarande är registrerade
ended-deregistered = Avregistrering
ended-waiting = Börjar så snart det påbörjade arbetet är klart
ended-running = Pågår
ended-finished = Klar
ended-removed =
    { $count ->
        [one] { $count } enhet avregistrerad
       *[other] { $count } enheter avregistrerade
    }
ended-home = Till startsidan
flash-ended = Relationen är avslutad.
flash-jobs-cancelled = Jobben avbryts.
