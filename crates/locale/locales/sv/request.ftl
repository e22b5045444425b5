# En partner ber om medgivande; en tillverkares länk.

requests-title = Förfrågningar
requests-lead = Kunder som du har bett om medgivande och vad det blev av det.
requests-search = Sök på namn
requests-state = Tillstånd
requests-label = Förfrågan
requests-asked = Ställd
requests-expires = Länken gäller till
requests-unnamed = Förfrågan utan namn
requests-none = Inga förfrågningar än
requests-none-text = Be en kund om en relation. Så snart den godkänner kan du registrera enheter åt den.
requests-none-found = Ingen förfrågan stämmer
requests-none-found-text = Välj ett annat tillstånd eller sök på en del av namnet.
requests-past =
    { $count ->
        [one] { $count } kund som har avslutat sitt medgivande
       *[other] { $count } kunder som har avslutat sitt medgivande
    }
request-state-open = Öppen
request-state-open-text = Ingen har bestämt sig än. Kunden öppnar länken för att göra det.
request-state-accepted = Godkänd
request-state-accepted-text = Kunden har gett sitt medgivande. Länken är förbrukad.
request-state-declined = Avböjd
request-state-declined-text = Kunden sa nej. Länken är förbrukad.
request-state-expired = Utgången
request-state-expired-text = Ingen bestämde sig i tid. Gör en ny länk för att fråga igen.
request-state-revoked = Återkallad
request-state-revoked-text = Din organisation tog tillbaka den. Länken fungerar inte.
request-state-ended = Avslutad
request-state-ended-text = Kunden gav sitt medgivande, men relationen har avslutats sedan dess. Fråga igen för att registrera enheter åt den.
request-title = Förfrågan
request-new = Begär en återförsäljarrelation
request-lead = Du får en personlig länk och ett utkast till ett mejl till kunden. Vad det blir av den bestämmer kunden.
request-whom = Vem du frågar
request-label = Namn i din lista
request-email = Kundens e-postadress
request-label-hint = Namnet är för din egen lista. Adressen används bara i utkastet och sparas inte.
request-customer = Kundens klientorganisations-ID
request-customer-hint = Med det kan bara den kunden använda länken. Utan det kan den som har länken göra det.
request-provider = Under vilken leverantör
request-provider-hint = Kunden ger leverantören tillstånd samtidigt som dig.
request-administration-text = Den behövs inte för att registrera enheter. Med den arbetar dina administratörsagenter på kundens egna sidor för kundens räkning.
request-administration = Inkludera delegerade administrationsbehörigheter
request-administration-hint = Kunden kan avmarkera den och ge medgivande utan.
request-administration-role = Bara en administratörsagent kan be om den.
request-scope = Föreslagna gränser
request-scope-text = Föreslå gränser, så har kunden mindre att fylla i. Kunden kan ändra var och en av dem.
request-scope-open = Föreslå gränser
request-language = Mejlets språk
request-days =
    { $count ->
        [one] Länken gäller i { $count } dag, en gång.
       *[other] Länken gäller i { $count } dagar, en gång.
    }
request-make = Gör länken
request-renew = Gör en ny länk
request-revoke = Återkalla
request-decided = Avgjord
request-reason = Orsak
request-addressee = Vem som kan använda länken
request-open-link = Den som har den
request-again = Fråga igen
renew-title = Göra en ny länk?
renew-text = Länken som du har skickat slutar genast att fungera. Du får ett nytt utkast med en ny länk.
revoke-title = Återkalla förfrågan?
revoke-text = Länken slutar genast att fungera. Inget kan längre beviljas med den. Du kan göra en ny förfrågan när som helst.
flash-request-revoked = Förfrågan är återkallad. Länken fungerar inte längre.
flash-request-sent = Mejlet är på väg.

## Utkastet

draft-title = Utkast till mejlet
draft-lead = Skicka det till kundens globala administratör. Ändra texten som du vill; länken måste vara kvar.
draft-link = Personlig länk
draft-link-hint = Den visas bara här. Om du tappar bort den gör du en ny.
copy-link = Kopiera länken
draft-copy = Kopiera texten
draft-subject = Ämne
draft-body = Text
draft-edit-hint = Tryck på Uppdatera efter en ändring, innan du öppnar e-postprogrammet.
draft-update = Uppdatera
draft-open = Öppna i e-postprogram
draft-send = Skicka
draft-rewrite = Skriv på nytt på det här språket
draft-done = Klar
draft-link-kept = Länken saknades i texten. Den lades tillbaka i slutet.
mail-subject = { $partner } ber om ditt medgivande att registrera enheter
mail-greeting = Hej!
mail-ask = { $partner } vill registrera enheter åt din organisation, så att de hittar sin ägare och sina inställningar när de startas första gången.
mail-provider = { $provider }, som levererar till oss, skulle få tillstånd samtidigt som vi.
mail-administration = Vi ber även om delegerad administration. Du kan avmarkera den rutan och ge ditt medgivande utan den.
mail-no-administration = Vi ber inte om delegerad administration.
mail-open = En global administratör i din organisation öppnar länken, ser vad som tillåts och vad som inte gör det, sätter gränser om så önskas och godkänner eller avböjer:
mail-until = Länken fungerar en gång, till och med { $day }.
mail-end = Med vänlig hälsning
    { $person }
    { $partner }

## Länken som många kunder får använda

standing-title = Länk för alla kunder
standing-text = Den publicerade formen av en länk nämner din organisation och rymmer ingen hemlighet. Medan den är öppen kan varje kund i dina regioner ge sitt medgivande med den, så ofta du delar ut den. Medan den är stängd fungerar den bara för en kund vars klientorganisations-ID står i en öppen förfrågan.
standing-open = Öppen
standing-closed = Stängd
standing-link = Länk
standing-link-under = Länk under { $value }
standing-with-administration = Den ber om delegerad administration.
standing-without-administration = Den ber inte om delegerad administration, vad som än står i länken.
standing-do-open = Öppna länken
standing-close = Stäng länken
standing-close-title = Stänga länken för alla kunder?
standing-close-text = Den slutar genast att fungera för kunder som inte har gett sitt medgivande än. Relationer som gäller påverkas inte.
flash-link-opened = Länken fungerar.
flash-link-closed = Länken fungerar inte längre.

## Kunder vars medgivande har upphört

past-title = Tidigare kunder
past-lead = Kunder vars medgivande till dig har upphört. Du kan fråga dem igen.
past-none = Inga tidigare kunder
past-none-text = Kunder visas här när en relation med dem upphör.
past-ended = Upphörde
ended-by-customer = av kunden
ended-by-partner = av din organisation
ended-by-operator = av driftansvarig
ended-by-service = av tjänsten

## En tillverkares länk

maker-title = Medgivandelänk
maker-lead = Kunder medger dina registreringar med en länk, den samma för alla.
maker-link = Din länk
maker-link-hint = Skicka den till kunder. En global administratör öppnar den och godkänner. Inga delegerade rättigheter ges någonsin.
maker-link-since = I bruk sedan
maker-no-link = Det finns ingen länk än.
maker-make = Gör länken
maker-rotate = Byt ut länken
maker-rotate-title = Byta ut länken?
maker-rotate-text = Länken som kunderna har slutar genast att fungera. Medgivanden som har getts gäller.
maker-check = Har en kund gett sitt medgivande?
maker-check-text = Fråga innan du registrerar: rader för kunder utan medgivande nekas.
maker-tenant = Kundens klientorganisations-ID
maker-ask = Fråga
maker-no-consent = Inget medgivande gäller för detta klientorganisations-ID. Om det finns en sådan kund sägs inte.
maker-customers = Alla kunder som har gett sitt medgivande

## Kundens sida, för partnern

granted-title = Vad du har beviljats
granted-used-up = Inget mer kan registreras under det här medgivandet: sista dagen har passerat, eller så är antalet enheter uppnått.
granted-registered = Enheter som du har registrerat
granted-left = Enheter kvar
granted-limits = Gränser

## Åtgärder i loggen

audit-action-relationship-decline = Avböjde en relation
audit-action-relationship-change-scope = Ändrade en relations gränser
audit-action-relationship-remove-administration = Tog bort delegerad administration
audit-action-consent-request = Bad om medgivande
audit-action-consent-renew = Gjorde en ny länk till en förfrågan
audit-action-consent-revoke = Återkallade en förfrågan om medgivande
audit-action-consent-send = Skickade en förfrågan om medgivande
audit-action-consent-refuse = Öppnade en medgivandelänk
audit-action-link-open = Öppnade länken för alla kunder
audit-action-link-close = Stängde länken för alla kunder
audit-action-link-rotate = Bytte ut medgivandelänken
audit-action-organisation-set-region = Angav en organisations region
audit-action-provider-link = Satte en återförsäljare under en leverantör
audit-action-provider-unlink = Tog bort en återförsäljare från en leverantör

## admin

admin-region-set = Regionen är angiven.
admin-provider-linked = Återförsäljaren hör till leverantören.
admin-provider-unlinked = Återförsäljaren hör inte längre till leverantören.
