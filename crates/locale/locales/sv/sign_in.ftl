# Inloggning genom en identitetsleverantör eller med nyckel (passkey), och hur båda ställs in.

nav-sign-in = Inloggning

## Inloggningssidan

sign-in-organisation = Logga in med din organisation
sign-in-passkey = Logga in med nyckel
sign-in-no-email = Skriv din e-postadress först. Den visar vilken organisation du tillhör.
sign-in-no-provider = Ingen organisation loggar in med e-postadresser på den här domänen. Använd ditt lösenord eller kontrollera adressen.
sign-in-only-provider = Din organisation godtar inte längre lösenord. Använd ”Logga in med din organisation”.
onward-title = Till { $value }
onward-text = Du loggar in hos organisationens egen leverantör och kommer sedan tillbaka hit. Adressen dit börjar med
onward-go = Fortsätt

## Nycklar i webbläsaren

passkey-noscript-sign-in = Nycklar kräver JavaScript, som är avstängt i den här webbläsaren. De andra sätten att logga in fungerar utan.
passkey-noscript = Nycklar kräver JavaScript, som är avstängt i den här webbläsaren. Allt annat fungerar utan.
passkey-trouble = Ingen nyckel användes. Det avbröts, tog för lång tid, eller så finns det ingen nyckel för den här platsen. Försök igen.
passkey-unsupported = Den här webbläsaren kan inte använda nycklar.
passkey-elsewhere = Nycklar hör till en enda adress. Öppna portalen på

## Någon loggades inte in

refused-sign-in-title = Du är inte inloggad
refused-sign-in-groups = En av de här grupperna behövs
refused-sign-in-administrators = Administratörer hos { $value }
refused-sign-in-again = Tillbaka till inloggningen
refused-sign-in-provider = identitetsleverantören
sign-in-refusal-browser = Svaret från { $provider } kom till en webbläsare som inte hade frågat.
sign-in-refusal-browser-next = Börja om i den här webbläsaren, med kakor tillåtna, på { $address }. Om någon har skickat dig en länk: använd den inte.
sign-in-refusal-unknown-state = Svaret från { $provider } hör inte till någon pågående inloggning.
sign-in-refusal-unknown-state-next = Börja om på inloggningssidan. Om någon har skickat dig en länk: använd den inte.
sign-in-refusal-late = Svaret från { $provider } kom för sent.
sign-in-refusal-late-next = Börja om på inloggningssidan och bli klar inom tio minuter.
sign-in-refusal-replayed = Svaret från { $provider } har redan använts.
sign-in-refusal-replayed-next = Börja om på inloggningssidan. Att gå tillbaka eller läsa in sidan på nytt fungerar inte här.
sign-in-refusal-denied = { $provider } släppte inte igenom dig, eller så avbröt du.
sign-in-refusal-denied-next = Försök igen. Om det inte var du som avbröt, fråga den som sköter { $provider }.
sign-in-refusal-provider-error = { $provider } rapporterade ett fel.
sign-in-refusal-provider-error-next = Försök igen om några minuter. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-unreachable = { $provider } svarar inte.
sign-in-refusal-unreachable-next = Försök igen om några minuter eller logga in på ett annat sätt. Om det håller i sig, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-slow = { $provider } svarade inte i tid.
sign-in-refusal-slow-next = Försök igen om några minuter eller logga in på ett annat sätt. Om det håller i sig, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-malformed = Svaret från { $provider } går inte att förstå.
sign-in-refusal-malformed-next = Administratören i din organisation måste kontrollera leverantörens adress. Begärande-ID:t leder till detaljerna i loggen.
sign-in-refusal-blocked = { $provider } finns på en adress som den här tjänsten inte ansluter till.
sign-in-refusal-blocked-next = Adressen måste vara publik och börja med https. Administratören i din organisation kan rätta den; bara operatören kan tillåta andra.
sign-in-refusal-client-refused = { $provider } godtar inte den här tjänstens klient-ID och hemlighet.
sign-in-refusal-client-refused-next = Administratören i din organisation måste ange dem på nytt. Hemligheten kan ha gått ut.
sign-in-refusal-code-refused = { $provider } godtog inte den kod som den själv gav.
sign-in-refusal-code-refused-next = Börja om på inloggningssidan. Om det händer igen kan omdirigeringsadressen hos leverantören vara fel.
sign-in-refusal-issuer = Intyget kom från en annan leverantör än { $provider }.
sign-in-refusal-issuer-next = Börja om på inloggningssidan. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-audience = Intyget från { $provider } är avsett för en annan tjänst.
sign-in-refusal-audience-next = Administratören i din organisation måste kontrollera klient-ID:t.
sign-in-refusal-signature = Intyget är inte signerat av { $provider }.
sign-in-refusal-signature-next = Börja om på inloggningssidan. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-token-expired = Intyget från { $provider } hade gått ut, eller så går klockorna olika.
sign-in-refusal-token-expired-next = Börja om på inloggningssidan. Om det händer igen måste klockorna på de två servrarna ställas.
sign-in-refusal-nonce = Intyget från { $provider } svarar på en annan inloggning.
sign-in-refusal-nonce-next = Börja om på inloggningssidan. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-access-token = Intyget från { $provider } hör inte ihop med det som kom med det.
sign-in-refusal-access-token-next = Börja om på inloggningssidan. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-token = Intyget från { $provider } är inte giltigt.
sign-in-refusal-token-next = Börja om på inloggningssidan. Om det händer igen, ge begärande-ID:t till administratören i din organisation.
sign-in-refusal-no-groups = { $provider } berättade inte vilka grupper du är med i.
sign-in-refusal-no-groups-next = En administratör måste låta { $provider } lämna ut dina grupper, eller rätta namnet på anspråket här.
sign-in-refusal-not-in-group = Du är inte med i någon grupp hos { $provider } som har en roll här.
sign-in-refusal-not-in-group-next = Be att få bli tillagd i en av grupperna och logga sedan in igen.
sign-in-refusal-unknown-person = Du har inget konto här, och { $provider } skapar inga.
sign-in-refusal-unknown-person-next = Be en administratör bjuda in dig.
sign-in-refusal-no-email = { $provider } lämnade ingen e-postadress till dig som går att lita på.
sign-in-refusal-no-email-next = En administratör måste låta { $provider } lämna ut en verifierad adress.
sign-in-refusal-email-domain = Inga konton skapas för e-postadresser på din domän.
sign-in-refusal-email-domain-next = Be en administratör lägga till domänen eller bjuda in dig.
sign-in-refusal-email-taken = Det går inte att skapa ett konto för din e-postadress.
sign-in-refusal-email-taken-next = Be en administratör bjuda in dig med en annan adress.
sign-in-refusal-switched-off = Ditt konto är avstängt.
sign-in-refusal-switched-off-next = Be en administratör slå på det.
sign-in-refusal-last-administrator = Dina grupper skulle ta ifrån dig rollen som sista administratör, och då skulle ingen längre kunna ställa in något.
sign-in-refusal-last-administrator-next = Ge den administrerande rollen till en grupp som du är med i, eller gör någon annan till administratör först.
sign-in-refusal-only-provider = Din organisation släpper in dig bara genom sin identitetsleverantör.
sign-in-refusal-only-provider-next = Använd ”Logga in med din organisation”.
sign-in-refusal-secret = Det som tjänsten vet om { $provider } går inte längre att läsa.
sign-in-refusal-secret-next = Administratören i din organisation måste ange klienthemligheten på nytt.
sign-in-refusal-gone = Identitetsleverantören har tagits bort under tiden.
sign-in-refusal-gone-next = Börja om på inloggningssidan.
sign-in-refusal-unavailable = Det här sättet att logga in är inte inställt.
sign-in-refusal-unavailable-next = Logga in på ett annat sätt. Tjänstens operatör kan ställa in det.
sign-in-refusal-passkey-late = Nyckeln kom för sent eller har redan använts för den här inloggningen.
sign-in-refusal-passkey-late-next = Börja om på inloggningssidan och bli klar inom fem minuter.
sign-in-refusal-passkey-unknown = Nyckeln hör inte till något konto, eller till ett annat än lösenordet.
sign-in-refusal-passkey-unknown-next = Välj en annan nyckel eller logga in på ett annat sätt. Okända nycklar kan du ta bort i din lösenordshanterare.
sign-in-refusal-passkey-invalid = Nyckelns svar är inte giltigt.
sign-in-refusal-passkey-invalid-next = Börja om på inloggningssidan. Om det händer igen, logga in på ett annat sätt och lägg till en ny nyckel.
sign-in-refusal-passkey-counter = Nyckelns räknare gick bakåt: någon kan ha kopierat den.
sign-in-refusal-passkey-counter-next = Logga in på ett annat sätt, ta bort nyckeln från ditt konto och berätta för administratören i din organisation.

## Egna nycklar

passkeys-title = Nycklar (passkeys)
passkeys-text = En nyckel loggar in dig utan lösenord: med enhetens fingeravtryck, ansikte eller PIN-kod, eller med en säkerhetsnyckel.
passkeys-none = Inga nycklar än
passkeys-none-text = Ge en nyckel ett namn här nedanför, så frågar webbläsaren efter resten.
passkeys-unavailable = Nycklar är inte inställda här. Operatören måste ange tjänstens publika adress.
passkey-name = Namn
passkey-new-name = Namn på den nya nyckeln
passkey-name-default = Min nyckel
passkey-created = Tillagd
passkey-used = Senast använd
passkey-acts = Åtgärder
passkey-add = Lägg till en nyckel
passkey-rename = Byt namn
passkey-rename-which = Byt namn på { $value }
passkey-rename-title = Byt namn på nyckeln
passkey-remove = Ta bort
passkey-remove-which = Ta bort { $value }
passkey-remove-title = Ta bort nyckeln { $value }?
passkey-remove-text = Den loggar inte längre in dig. Ta också bort den i webbläsaren eller på säkerhetsnyckeln; det kan den här tjänsten inte göra.
second-factor-title = Nyckel efter lösenordet
second-factor-text = Den som kan ditt lösenord behöver ändå en av dina nycklar för att logga in.
second-factor-demanded = Din organisation kräver det på grund av din roll.
second-factor-first = Lägg till en nyckel först.
second-factor-is-on = En nyckel efterfrågas efter ditt lösenord.
second-factor-is-off = Ditt lösenord räcker.
second-factor-on = Fråga efter en nyckel
second-factor-off = Fråga inte längre
second-factor-ask-title = Ett steg till
second-factor-ask-text = Lösenordet stämmer. Använd en av dina nycklar för att slutföra inloggningen.
second-factor-ask-button = Använd en nyckel
second-factor-enrol-title = Lägg till din första nyckel
second-factor-enrol-text = Lösenordet stämmer. Din organisation kräver också en nyckel på grund av din roll; skapa den första nu.
second-factor-enrol-button = Lägg till nyckeln och logga in

## Identitetsleverantörer

provider-save = Spara
providers-title = Inloggning
providers-lead = Hur personerna i din organisation loggar in.
providers-list = Identitetsleverantörer
providers-none = Ingen identitetsleverantör än
providers-none-text = Med en sådan loggar man in med det konto man redan har, och grupperna avgör vad man får göra.
providers-unavailable = Identitetsleverantörer kan inte användas än: operatören måste ange tjänstens publika adress.
provider-new = Lägg till en identitetsleverantör
provider-name = Namn
provider-domains-short = E-postdomäner
provider-groups-short = Grupper
provider-create-users-short = Skapar konton
provider-by-link-only = Bara via länk
provider-groups-count =
    { $count ->
        [one] { $count } grupp
       *[other] { $count } grupper
    }
provider-lead = En tjänst med OpenID Connect som går i god för era personer.
provider-check = Kontrollera svaret
provider-check-good =
    { $count ->
        [one] Leverantören svarar och signerar med { $count } nyckel.
       *[other] Leverantören svarar och signerar med { $count } nycklar.
    }
provider-delete = Ta bort
provider-delete-title = Ta bort { $value }?
provider-delete-text = De som loggade in genom den loggas ut och behöver ett annat sätt att logga in. Kontona och det de har gjort finns kvar.
provider-there = Ska anges hos leverantören
provider-redirect = Omdirigeringsadress
provider-link = Länk för era personer
provider-link-text = Den leder direkt till leverantören. Lägg den där era personer letar efter program.
provider-provider = Leverantören
provider-issuer = Utfärdare
provider-issuer-hint = Adressen som leverantören kallar sig själv, och som börjar med https. Beskrivningen ligger under den, på /.well-known/openid-configuration.
provider-client-id = Klient-ID
provider-client-secret = Klienthemlighet
provider-client-secret-kept = (tomt: som förut)
provider-scopes = Omfång
provider-scopes-hint = Åtskilda av blanksteg. En del leverantörer lämnar bara ut grupper för ett eget omfång, till exempel groups.
provider-groups = Grupper och roller
provider-groups-text = Grupper hos leverantören avgör vad en person får göra här, på nytt vid varje inloggning. Den som inte är med i någon av dem släpps inte in.
provider-group-claim = Anspråk med grupperna
provider-group-claim-hint = Dess namn, eller dess väg med punkter, till exempel realm_access.roles.
provider-group = Grupp
provider-role = Roll
provider-groups-hint = Skrivs exakt som hos leverantören; en del leverantörer anger ID:n i stället för namn. Rader utan grupp utelämnas. En grupp kan stå på flera rader.
provider-people = Personer
provider-domains = E-postdomäner
provider-domains-none = Operatören har inte antecknat någon domän för din organisation. Bara operatören kan lägga till domäner; tills vidare leder länken ovan till leverantören.
provider-domains-hint = En per rad. Den som anger en adress på de här domänerna vid inloggningen skickas till den här leverantören. Du får ange { $value } och det som ligger under; andra läggs till av operatören.
provider-create-users = Skapa ett konto vid första inloggningen
provider-create-users-text = För personer i grupperna ovan vars adress hör till en av domänerna. Annars släpps bara de in som har ett konto med samma verifierade adress.
provider-secret-note = Klienthemligheten sparas förseglad och visas aldrig mer.
policy-title = Andra sätt att logga in
policy-passwords = Lösenord
policy-passwords-allowed = Lösenord godtas
policy-passwords-allowed-text = Man får också använda ett lösenord eller en nyckel i den här tjänsten.
policy-passwords-refused = Bara identitetsleverantören
policy-passwords-refused-text = Inga lösenord. Nycklar fungerar bara för konton som ingen leverantör går i god för: behåll ett sådant konto för den dag då leverantören ligger nere.
policy-second-factor = Fråga efter en nyckel efter lösenordet
policy-second-factor-text = För personer med de här rollerna. Den som ännu inte har någon nyckel skapar en vid nästa inloggning.
flash-provider-saved = Identitetsleverantören sparades. Kontrollera om den svarar.
flash-provider-removed = Identitetsleverantören togs bort.
flash-policy-saved = Sparat.
flash-passkey-added = Nyckeln lades till. Den loggar in dig från och med nu.
flash-passkey-renamed = Nyckeln bytte namn.
flash-passkey-removed = Nyckeln togs bort.
flash-second-factor-on = Från och med nu efterfrågas en nyckel efter ditt lösenord.
flash-second-factor-off = Ditt lösenord räcker igen.

## Begäranden som inte kan utföras (`invalid-`, `conflict-`)

invalid-issuer = Det här är inte adressen till en leverantör. Den ser ut som https://login.example.com, utan frågetecken.
invalid-issuer-https = Adressen måste börja med https.
invalid-scopes = Omfång är ord åtskilda av blanksteg, utan citattecken.
invalid-groups-missing = Ange minst en grupp och dess roll. Annars skulle ingen kunna logga in.
invalid-groups-many = Det är fler än { $value } grupper.
invalid-domain = { $value } är inte en domän.
invalid-domain-foreign = { $value } är inte antecknad som en domän för din organisation. Bara operatören kan lägga till den.
invalid-domain-taken = En av domänerna leder redan till en annan identitetsleverantör.
invalid-domains-missing = Ange de domäner som konton skapas för.
invalid-domains-many = Det är fler än { $value } domäner.
invalid-secret-again = Med en ny utfärdare måste klienthemligheten anges på nytt. En sparad hemlighet visas inte för någon annan leverantör.
conflict-sign-in-nobody = Efter det skulle ingen administratör i din organisation kunna logga in. Låt först en administratör logga in genom en identitetsleverantör, eller lägg till en nyckel på ett konto som ingen leverantör går i god för.
conflict-passkeys-unavailable = Nycklar är inte inställda här. Operatören måste ange tjänstens publika adress.
conflict-providers-unavailable = Identitetsleverantörer är inte inställda här. Operatören måste ange tjänstens publika adress.
conflict-identity-providers-many = Din organisation har så många identitetsleverantörer som den får ha. Ta bort en först.
conflict-passkeys-many = Du har så många nycklar som du får ha. Ta bort en först.
conflict-passkey-late = Det tog för lång tid eller är redan gjort. Försök igen.
conflict-passkey-taken = Nyckeln hör redan till ett konto.
conflict-passkey-invalid = Webbläsarens svar är inte giltigt. Försök igen eller använd en annan enhet.
conflict-passkey-needed = Lägg till en nyckel först.
conflict-passkey-second-factor = Det här är din sista nyckel, och en efterfrågas efter ditt lösenord. Lägg till en annan först, eller stäng av det.
conflict-passkey-last-way = Det här är ditt sista sätt att logga in. Lägg till en annan nyckel först.

## Händelser i loggen

audit-action-identity-provider-create = Lade till en identitetsleverantör
audit-action-identity-provider-change = Ändrade en identitetsleverantör
audit-action-identity-provider-delete = Tog bort en identitetsleverantör
audit-action-sign-in-policy-change = Ändrade reglerna för inloggning
audit-action-user-link = Kopplade ett konto till en identitetsleverantör
audit-action-passkey-add = Lade till en nyckel
audit-action-passkey-rename = Bytte namn på en nyckel
audit-action-passkey-remove = Tog bort en nyckel
audit-action-second-factor-require = Begärde en nyckel efter lösenordet
audit-action-second-factor-release = Slutade begära en nyckel efter lösenordet

## Kommandoraden

admin-secret = Klienthemlighet
admin-secret-unread = klienthemligheten kan inte läsas
admin-identity-provider-deleted = Identitetsleverantören togs bort. De som loggade in genom den är utloggade.
admin-passwords-allowed = Lösenord godtas igen.

## Accounts of an identity provider, and lost passkeys

account-by-provider = Din organisations identitetsleverantör går i god för dig, och dina grupper där avgör vad du får göra:
person-roles-by-groups = Grupper hos identitetsleverantören avgör personens roller, på nytt vid varje inloggning. Ändra grupperna där:
person-passkeys-remove = Ta bort nycklarna
person-passkeys-remove-title = Ta bort alla nycklar för { $value }?
person-passkeys-remove-text = För den som har förlorat dem. Ingen av dem loggar in någon längre, ingen nyckel efterfrågas efter lösenordet förrän det finns en ny eller en roll kräver det, och personens sessioner avslutas.
flash-passkeys-removed = Nycklarna togs bort. Personens sessioner har avslutats.
flash-account-opened = Ditt konto är öppnat. Logga in med lösenordet som du valde; din organisation kräver mer än så.
conflict-person-federated-roles = Grupper hos identitetsleverantören avgör personens roller. Ändra grupperna där.
conflict-person-federated-password = En identitetsleverantör går i god för personen. Ett nytt lösenord måste sättas där.
audit-action-user-remove-passkeys = Tog bort en persons nycklar

admin-passkeys-removed = Nycklarna togs bort och sessionerna avslutades.
