# Vad gränssnittet för Partner Center svarar när ett anrop inte kan utföras.

api-fault-method = Den här adressen tar inte emot den här metoden. Se listan över anrop i portalen, sidan API.
api-fault-path = Det finns inget sådant anrop. Se listan över anrop i portalen, sidan API.
api-fault-token-missing = Begäran saknar åtkomsttoken. Skicka den i huvudet Authorization, efter ordet Bearer.
api-fault-token-ended = Åtkomsttoken gäller inte: den har gått ut, eller så har appen, hemligheten eller användaren stängts av. Hämta en ny.
api-fault-kind = Din organisation har inte åtkomst till det här gränssnittet. Indirekta återförsäljare registrerar enheter genom sin leverantör eller i portalen.
api-fault-person-missing = Det här anropet måste göras för en användare. Hämta en token med en användares uppdateringstoken eller lösenord (app+användare).
api-fault-accept = Svaren är JSON. Skicka huvudet Accept: application/json, eller inget alls.
api-fault-permission-missing = Appen saknar behörigheten { $needs }. En administratörsagent kan ge den i portalen, sidan Appar.
api-fault-role-none = Ingen roll i din organisation får göra detta.
api-fault-role-missing = Användaren får inte göra detta. Det kräver rollen { $needs } eller en högre.
api-fault-too-many =
    { $count ->
        [one] Gränsen för antal anrop är överskriden. Försök igen om en sekund.
       *[other] Gränsen för antal anrop är överskriden. Försök igen om { $count } sekunder.
    }
api-fault-ours = Något gick fel hos oss. Försök igen; om det händer igen, ge driftansvarig begärans ID.
api-fault-body-large = Innehållet har fler än { $limit } byte. Skicka enheterna i flera begäranden.
api-fault-body-cut = Innehållet kom inte fram helt. Inget registrerades; skicka begäran igen.
api-fault-body-missing = Begäran saknar innehåll.
api-fault-json-kind = { $field } måste vara av typen { $wanted }, inte { $found }.
api-fault-json-missing = { $field } saknas.
api-fault-json-encoding = Innehållet är inte UTF-8.
api-fault-json-malformed = Innehållet är inte JSON som går att läsa: { $reason } (rad { $line }, kolumn { $column }).
api-fault-json-unusable = Innehållet är JSON men går inte att använda: { $reason } (rad { $line }, kolumn { $column }).
api-fault-customer-id = { $value } är inte ett kund-ID. Det är ett GUID.
api-fault-customer = Kunden finns inte eller har inte gett din organisation sitt medgivande.
api-fault-batch = Din organisation har ingen sådan batch för den här kunden.
api-fault-device = Det finns ingen sådan enhet i den här batchen.
api-fault-policy = Din organisation har ingen sådan policy för den här kunden.
api-fault-tracking = Din organisation har inget sådant spårnings-ID för den här kunden.
api-fault-batch-id = Ett batch-ID har 1 till { $limit } tecken, inget av dem är ett styrtecken, och det är varken . eller .. ensamt.
api-fault-batch-near-tag = Batch-ID:t fungerar som grupptagg. Det liknar taggen { $nearest } men är inte den. Skriv taggen exakt, eller ange den i groupTag.
api-fault-device-fixed = { $field } för en enhet kan inte ändras. Ta bort enheten och registrera den igen.
api-fault-policy-fixed = { $field } för en policy kan inte ändras.
api-fault-policies-many = { $field }: en enhet har högst en policy.
api-fault-enum = { $value } är inget värde för { $field }.
api-fault-size = size måste vara ett heltal, inte { $value }.
api-fault-continuation = Fortsättningstoken kan inte användas. Skicka den exakt som den gavs, eller börja på första sidan.
api-fault-continuation-missing = Den här sidan kräver en annan sidas fortsättningstoken, i huvudet { $field }.
api-fault-devices-none = Det finns ingen enhet i begäran.
api-fault-relationship-only-none = En relation kan bara avslutas: relationshipToPartner måste vara none.
api-fault-sandbox-only = Kunder kan bara tas bort i en integrationsmiljö. Avsluta en relation genom att sätta relationshipToPartner till none.
api-fault-reseller = { $value } är ingen återförsäljare till din organisation.
api-fault-grant-type = grant_type måste vara jwt_token.
api-fault-token-program = App-ID eller hemlighet är fel eller har gått ut.
api-fault-token-kind = Appar i den här typen av organisation får inga token. Leverantören anropar åt en indirekt återförsäljare.
api-fault-token-person = Användarnamn eller lösenord är fel, eller så är kontot låst.
api-fault-token-second-factor = Den här användaren måste logga in med mer än ett lösenord, så enbart lösenord ger ingen token. Användaren kan skapa en uppdateringstoken för appen i portalen, under Mitt konto.
api-fault-token-refresh = Uppdateringstoken gäller inte längre. Användaren måste ge åtkomst igen.
api-fault-token-tenant = Adressen anger en annan klientorganisation än appens. Använd din egen organisations klientorganisations-ID.
api-fault-token-method = Token begärs med POST.
api-fault-token-many = För många begäranden om token från den här adressen. Behåll en token tills den går ut.
api-fault-token-form = Formuläret går inte att läsa eller saknar ett fält som den här tilldelningen kräver.
api-fault-token-resource = Resursen är inte känd här. Använd https://api.partnercenter.microsoft.com.
api-fault-token-grant = Tilldelningstypen stöds inte. Använd client_credentials, password eller refresh_token.
api-fault-token-scope = Omfånget är inte känt här. Använd https://api.partnercenter.microsoft.com/.default.
api-fault-request-id-reused = MS-RequestId användes för en annan begäran tidigare. Skicka samma innehåll igen eller ta ett nytt ID.
api-fault-body-encoding = Innehållet är komprimerat ({ $value }). Skicka det som det är, utan huvudet Content-Encoding.
api-fault-filter = { $field } är inte JSON som går att läsa: { $reason }. Den har medlemmarna Field, Value och Operator.
api-fault-policies-later = { $field }: en policy ges till en enhet som är registrerad. Registrera den först och använd sedan DevicePolicyUpdates.
api-fault-provider = { $value } är inte din organisation. Endast egna länkar kan skapas.
api-fault-dual-role = { $field } kan bara vara false: en organisation har en roll här.
api-fault-group-tag = { $value } är ingen grupptagg hos den här kunden. Skriv en tagg exakt som den är, eller utelämna den.
api-fault-group-tag-near = { $value } är ingen grupptagg hos den här kunden. Närmast är { $nearest }; varje bokstav räknas.
api-fault-text = { $field } har högst { $limit } tecken, och inget av dem är ett styrtecken.
api-fault-devices-twice = Begäran innehåller två listor med enheter. Skicka en.
