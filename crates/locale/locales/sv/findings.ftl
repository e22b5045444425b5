# Vad läsaren säger om en fil, en rad eller en cell: `finding-<code>` och `finding-<code>-remedy`.

## Filen, rättad

finding-encoding-converted =
    { $found ->
        [none] Filen är inte UTF-8 och har konverterats.
       *[other] Filen är skriven i { $found } och har konverterats till UTF-8.
    }
finding-encoding-converted-remedy = Du behöver inte göra något. Kontrollera bokstäver som å, é eller א i förhandsgranskningen.
finding-byte-order-mark = Filen börjar med en byteordningsmarkering, som hoppades över.
finding-byte-order-mark-remedy = Du behöver inte göra något.
finding-delimiter-converted =
    { $found ->
        [none] Värdena är inte åtskilda med kommatecken.
       *[other] Värdena är åtskilda med { $found } i stället för kommatecken.
    }
finding-delimiter-converted-remedy = Du behöver inte göra något. Kontrollera i förhandsgranskningen att varje värde står i rätt kolumn.
finding-preamble-skipped = Rader ovanför rubrikraden hoppades över.
finding-preamble-skipped-remedy = Du behöver inte göra något om raderna är en rapporttitel. Om det stod enheter där flyttar du dem under rubrikraden.
finding-header-missing = Filen saknar rubrikrad. Kolumnerna kändes igen på sitt innehåll.
finding-header-missing-remedy = Kontrollera kolumnerna i förhandsgranskningen. För att vara säker lägger du rubrikraden från en exempelfil överst.
finding-header-spelling = Rubrikraden är stavad på ett annat sätt än den dokumenterade. Kolumnerna kändes igen ändå.
finding-header-spelling-remedy = Du behöver inte göra något om varje värde står i rätt kolumn i förhandsgranskningen.
finding-column-order = Kolumnerna står i en annan ordning än den dokumenterade. De tolkades efter sina rubriker.
finding-column-order-remedy = Du behöver inte göra något.
finding-column-ignored = Kolumnen ”{ $found }” används inte vid registrering och utelämnades.
finding-column-ignored-remedy = Du behöver inte göra något, om inte kolumnen innehåller något som du väntade dig skulle registreras.
finding-quotes-removed = Värden står inom citattecken, som togs bort.
finding-quotes-removed-remedy = Du behöver inte göra något.
finding-line-endings-mixed = Raderna slutar på olika sätt, som i en fil som satts ihop av flera.
finding-line-endings-mixed-remedy = Du behöver inte göra något. Kontrollera att antalet rader är det du väntar dig.

## En cell, rättad

finding-whitespace-trimmed =
    { $column ->
        [none] Blanksteg runt ett värde togs bort.
       *[other] Blanksteg runt värdet i { $column } togs bort.
    }
finding-whitespace-trimmed-remedy = Du behöver inte göra något.
finding-hidden-characters-removed =
    { $column ->
        [none] Osynliga tecken togs bort ur ett värde.
       *[other] Osynliga tecken togs bort ur { $column }.
    }
finding-hidden-characters-removed-remedy = Du behöver inte göra något. De kommer oftast med när man kopierar ur e-post eller en webbsida.
finding-formula-guard-removed =
    { $column ->
        [none] Tecknet som hindrar ett kalkylprogram från att köra ett värde som formel togs bort.
       *[other] I { $column } togs tecknet bort som hindrar ett kalkylprogram från att köra värdet som formel.
    }
finding-formula-guard-removed-remedy = Du behöver inte göra något.
finding-hash-padding-repaired = Maskinvaruhashen saknade likhetstecknen i slutet. De lades till.
finding-hash-padding-repaired-remedy = Du behöver inte göra något.
finding-smart-quotes-removed =
    { $column ->
        [none] Typografiska citattecken runt ett värde togs bort.
       *[other] Typografiska citattecken runt värdet i { $column } togs bort.
    }
finding-smart-quotes-removed-remedy = Du behöver inte göra något.
finding-tag-from-file =
    { $used ->
        [none] Grupptaggen i raden ersätter den som valdes för uppladdningen.
       *[other] Grupptaggen i raden, ”{ $used }”, ersätter den som valdes för uppladdningen.
    }
finding-tag-from-file-remedy = Du behöver inte göra något om raden är rätt. Lämna annars cellen tom.

## En rad, tveksam

finding-serial-mismatch =
    { $used ->
        [none] Serienumret är inte det som står i maskinvaruhashen.
       *[other] Serienumret är inte det som står i maskinvaruhashen, ”{ $used }”.
    }
finding-serial-mismatch-remedy = Hashen gäller. Kontrollera att båda hör till samma enhet; rader kan ha förskjutits.
finding-model-mismatch =
    { $used ->
        [none] { $column } skiljer sig från värdet i maskinvaruhashen.
       *[other] { $column } skiljer sig från värdet i maskinvaruhashen, ”{ $used }”.
    }
finding-model-mismatch-remedy = Hashen gäller. Kontrollera att raden och hashen hör till samma enhet.
finding-product-key-mismatch = Produktnyckel-ID:t är inte det som står i maskinvaruhashen.
finding-product-key-mismatch-remedy = Hashen gäller. Kontrollera att båda hör till samma enhet.
finding-hash-placeholder =
    { $used ->
        [none] Maskinvaruhashen innehåller en platshållare där tillverkaren borde ha skrivit ett värde.
       *[other] I maskinvaruhashen saknas ett värde eller är en platshållare: { $used }.
    }
finding-hash-placeholder-remedy = Enheten kan registreras. Be leverantören ange värdena i den inbyggda programvaran för serien.
finding-hash-inconsistent =
    { $used ->
        [none] Delar av maskinvaruhashen stämmer inte med varandra.
       *[other] Delar av maskinvaruhashen stämmer inte med varandra: { $used }.
    }
finding-hash-inconsistent-remedy = Enheten kan registreras. Om det händer ofta läser du av hashen på nytt på enheten.
finding-hash-capture-time = Enligt maskinvaruhashen lästes den av vid en osannolik tidpunkt.
finding-hash-capture-time-remedy = Enheten kan registreras. Klockan i den gick troligen fel.
finding-tag-legacy = Grupptaggen är den första generationens. Den fungerar fortfarande men väljer ingen särskild enhetsprofil.
finding-tag-legacy-remedy = Välj en av de nuvarande grupptaggarna.
finding-serial-zeros-doubtful = Serienumret kan ha förlorat inledande nollor i ett kalkylprogram; andra i filen är längre.
finding-serial-zeros-doubtful-remedy = Jämför med etiketten på enheten eller med leverantörens originalfil.

## En rad, avvisad

finding-identity-missing = Ingenting i raden identifierar en enhet.
finding-identity-missing-remedy = Ange en maskinvaruhash, ett produktnyckel-ID eller serienumret tillsammans med tillverkare och modell.
finding-identity-incomplete = Serienummer, tillverkare och modell identifierar en enhet bara tillsammans. Alla tre finns inte.
finding-identity-incomplete-remedy = Fyll i det som saknas exakt som i den inbyggda programvaran, eller ange maskinvaruhashen.
finding-identity-weak = Maskinvaruhashen innehåller för få användbara uppgifter för att skilja enheten från andra.
finding-identity-weak-remedy = Läs av hashen på nytt på enheten. Om inget ändras ber du tillverkaren ange värdena i den inbyggda programvaran.
finding-placeholder =
    { $column ->
        [none] Ett värde är en platshållare, inte ett verkligt värde.
       *[other] { $column } är en platshållare, inte ett verkligt värde.
    }
finding-placeholder-remedy = Använd värdet på enhetens etikett, eller be leverantören ange det i den inbyggda programvaran.
finding-sample-data =
    { $column ->
        [none] Det här är exempelraden ur dokumentationen, inte en enhet.
       *[other] { $column } är den i dokumentationens exempel, inte en enhets.
    }
finding-sample-data-remedy = Skriv enhetens eget värde i stället, eller ta bort raden.
finding-hash-invalid =
    { $used ->
        [none] Maskinvaruhash inte giltig.
       *[other] Maskinvaruhash inte giltig: { $used }.
    }
finding-hash-invalid-remedy = Läs av hashen på nytt och lägg in den i filen utan att öppna filen i ett kalkylprogram.
finding-product-key-zeros = Produktnyckel-ID:t består bara av nollor.
finding-product-key-zeros-remedy = Lämna cellen tom och ange maskinvaruhashen, eller tillverkare, modell och serienummer.
finding-product-key-windows-id = Det här är Windows produkt-ID för en installation, inte enhetens produktnyckel-ID med 13 siffror.
finding-product-key-windows-id-remedy = Använd de 13 siffrorna från kartongen eller leverantören, eller lämna cellen tom och ange en maskinvaruhash.
finding-product-key-licence = Det här är en licensnyckel. Den har varken sparats eller visats.
finding-product-key-licence-remedy = Ta bort licensnycklar ur filen. Kolumnen är till för produktnyckel-ID:t med 13 siffror.
finding-product-key-malformed = Produktnyckel-ID:t består inte av 13 siffror.
finding-product-key-malformed-remedy = Kontrollera värdet med leverantören, eller lämna cellen tom och ange en maskinvaruhash.
finding-product-key-lost-zeros = Produktnyckel-ID:t har färre än 13 siffror. Ett kalkylprogram har troligen tagit bort inledande nollor.
finding-product-key-lost-zeros-remedy = Använd leverantörens originalfil och redigera den i en enkel textredigerare. Nollor fylls aldrig i på en gissning.
finding-spreadsheet-number =
    { $column ->
        [none] Ett kalkylprogram har gjort om ett värde till ett avrundat tal. De ursprungliga siffrorna är borta.
       *[other] Ett kalkylprogram har gjort om { $column } till ett avrundat tal. De ursprungliga siffrorna är borta.
    }
finding-spreadsheet-number-remedy = Använd leverantörens originalfil och redigera den i en enkel textredigerare.
finding-spreadsheet-formula =
    { $column ->
        [none] En cell innehåller en formel eller ett felvärde från ett kalkylprogram.
       *[other] { $column } innehåller en formel eller ett felvärde från ett kalkylprogram.
    }
finding-spreadsheet-formula-remedy = Skriv själva värdet i cellen.
finding-value-too-long =
    { $column ->
        [none] Ett värde är längre än tillåtet.
       *[other] { $column } är längre än tillåtet.
    }
finding-value-too-long-remedy = Kontrollera om raden saknar en radbrytning eller ett kommatecken.
finding-value-characters =
    { $column ->
        [none] Ett värde innehåller tecken som inte kan ingå i det.
       *[other] { $column } innehåller tecken som inte kan ingå.
    }
finding-value-characters-remedy = Skriv värdet på nytt i en enkel textredigerare. Tecken som visas som � gick förlorade när filen sparades.
finding-too-many-cells =
    { $found ->
        [none] Raden har fler celler än rubrikraden har kolumner.
       *[other] Raden har fler celler ({ $found }) än rubrikraden har kolumner ({ $used }).
    }
finding-too-many-cells-remedy = Leta efter ett kommatecken inuti ett värde. Värden med kommatecken måste stå inom citattecken.
finding-too-few-cells =
    { $found ->
        [none] Raden har färre celler än rubrikraden har kolumner.
       *[other] Raden har färre celler ({ $found }) än rubrikraden har kolumner ({ $used }).
    }
finding-too-few-cells-remedy = Leta efter ett kommatecken som saknas. Celler får vara tomma men deras kommatecken måste vara kvar.
finding-row-too-long = Raden är längre än en rad i en enhetslista kan vara.
finding-row-too-long-remedy = Leta efter radbrytningar som saknas eller ett citattecken som inte avslutas.
finding-quote-unclosed = Ett citattecken öppnas i raden och avslutas aldrig.
finding-quote-unclosed-remedy = Ta bort citattecknet eller avsluta det. Bara den här raden kunde inte läsas; raderna under har lästs.
finding-tag-unknown =
    { $used ->
        [none] Grupptaggen är okänd. Stora och små bokstäver och specialtecken måste stämma.
       *[other] Grupptaggen är okänd. Den närmaste giltiga är ”{ $used }”; stora och små bokstäver och specialtecken måste stämma.
    }
finding-tag-unknown-remedy = Rätta grupptaggen i filen, eller lämna cellen tom för att använda den tagg som valdes för uppladdningen.
finding-tag-not-supported = Avancerad användare har inget läge för delad enhet.
finding-tag-not-supported-remedy = Använd grupptaggen utan -Shared, eller välj en annan enhetsprofil.
finding-duplicate-in-file =
    { $used ->
        [none] Samma enhet står tidigare i filen.
       *[other] Samma enhet står på rad { $used } i filen.
    }
finding-duplicate-in-file-remedy = Du behöver inte göra något. Den första raden registreras, men inte den här.
finding-assigned-user-malformed = Den tilldelade användaren är inte ett användarnamn av formen namn@domän.
finding-assigned-user-malformed-remedy = Rätta användarnamnet eller lämna cellen tom.
finding-not-registrable = Listan är gjord för ett annat ändamål. Raderna identifierar inte enheter för registrering.
finding-not-registrable-remedy = Be leverantören om tillverkare, modell och serienummer, eller om maskinvaruhashar.

## Strikt läge

finding-strict-encoding =
    { $column ->
        [none] Strikt läge: filen måste vara ANSI-text.
       *[other] Strikt läge: { $column } har tecken som inte är ANSI-text.
    }
finding-strict-encoding-remedy = Spara filen som ANSI, eller använd hjälpsamt läge, som konverterar den.
finding-strict-delimiter = Strikt läge: bara kommatecken får skilja värden åt.
finding-strict-delimiter-remedy = Byt avgränsare, eller använd hjälpsamt läge, som konverterar den.
finding-strict-header = Strikt läge: rubrikraden måste vara exakt den i exempelfilen.
finding-strict-header-remedy = Kopiera rubrikraden från exempelfilen, eller använd hjälpsamt läge.
finding-strict-quotes = Strikt läge: citattecken är inte tillåtna.
finding-strict-quotes-remedy = Ta bort citattecknen, eller använd hjälpsamt läge.
finding-strict-whitespace =
    { $column ->
        [none] Strikt läge: ett värde har blanksteg eller osynliga tecken runt sig.
       *[other] Strikt läge: { $column } har blanksteg eller osynliga tecken runt sig.
    }
finding-strict-whitespace-remedy = Ta bort dem, eller använd hjälpsamt läge, som gör det.

## Filen, avvisad

finding-file-empty = Filen är tom.
finding-file-empty-remedy = Kontrollera att du valde rätt fil. En fil på en nätverksenhet kanske inte hade sparats klart.
finding-file-header-only = Filen har en rubrikrad men inga enheter under den.
finding-file-header-only-remedy = Lägg till en rad per enhet under rubrikraden.
finding-file-spreadsheet = Det här är en arbetsbok från ett kalkylprogram, inte en textfil, vad den än heter.
finding-file-spreadsheet-remedy = Be leverantören om CSV-filen. Finns ingen formaterar du alla kolumner som text i kalkylprogrammet och sparar som ”CSV UTF-8”.
finding-file-binary = Det här är inte en textfil.
finding-file-binary-remedy = Kontrollera att du valde rätt fil. Packa upp den först om den är komprimerad.
finding-file-layout-unknown = Ingen känd layout kändes igen: ingen rubrik anger serienummer, produktnyckel-ID eller maskinvaruhash.
finding-file-layout-unknown-remedy = Lägg rubrikraden från någon av exempelfilerna överst.
finding-file-too-many-rows =
    { $used ->
        [none] Filen har fler rader än en uppladdning får ha.
       *[other] Filen har fler än { $used } rader, vilket är gränsen för en uppladdning.
    }
finding-file-too-many-rows-remedy = Dela upp filen i flera och ladda upp dem en i taget.
finding-file-too-large =
    { $used ->
        [none] Filen är större än en uppladdning får vara.
       *[other] Filen är större än { $used }, vilket är gränsen för en uppladdning.
    }
finding-file-too-large-remedy = Dela upp filen i flera och ladda upp dem en i taget.
finding-file-column-twice =
    { $column ->
        [none] Två kolumner anger samma sak.
       *[other] Två kolumner anger { $column }.
    }
finding-file-column-twice-remedy = Ta bort eller byt namn på en av de två kolumnerna.

## Tillkomna med läsaren

finding-header-repeated = Rubrikraden står en gång till mellan raderna, som i filer som satts ihop. Den hoppades över.
finding-header-repeated-remedy = Du behöver inte göra något.
finding-duplicates-unchecked = Filen är så lång att upprepade enheter som står långt ifrån varandra hittas först vid registreringen.
finding-duplicates-unchecked-remedy = Du behöver inte göra något. En enhet registreras aldrig två gånger.
finding-notices-shortened =
    { $used ->
        [none] Det finns fler notiser av samma slag än de som visas.
       *[other] Ytterligare { $used } notiser av samma slag visas inte.
    }
finding-notices-shortened-remedy = Du behöver inte göra något. Rättelserna gjordes i alla rader.
finding-serial-lost-zeros = Serienumret har färre siffror än de andra. Ett kalkylprogram har troligen tagit bort inledande nollor.
finding-serial-lost-zeros-remedy = Använd leverantörens originalfil och redigera den i en enkel textredigerare. Nollor fylls aldrig i på en gissning.
finding-columns-shifted = Värdena står inte under sina kolumner.
finding-columns-shifted-remedy = Leta efter ett kommatecken som saknas eller är för mycket, och jämför raden med raderna intill.
finding-file-unreadable = Filen kunde inte läsas till slutet.
finding-file-unreadable-remedy = Ladda upp filen igen. Om det misslyckas igen ber du leverantören om en ny kopia.
finding-other-board = En annan enhet hos kunden har samma serienummer, UUID eller produktnyckel-id. De hålls isär, kanske efter ett moderkortsbyte.
finding-other-board-remedy = Kontrollera om den tidigare enheten finns kvar och ta bort den om den inte gör det.
finding-not-in-catalogue = Tillverkaren publicerar vad den har byggt, och den här enheten finns inte där.
finding-not-in-catalogue-remedy = Jämför serienummer, tillverkare och modell med leverantören.
finding-catalogue-near-miss =
    { $used ->
        [none] Tillverkaren har byggt en enhet som bara skiljer sig i versaler eller blanksteg.
       *[other] Tillverkaren skriver { $used }; filen skiljer sig bara i versaler eller blanksteg.
    }
finding-catalogue-near-miss-remedy = Använd exakt tillverkarens stavning.
finding-placeholder-ignored =
    { $column ->
        [none] En platshållare utelämnades. Enheten identifieras av andra värden.
       *[other] En platshållare i { $column } utelämnades. Enheten identifieras av andra värden.
    }
finding-placeholder-ignored-remedy = Enheten kan registreras. Be leverantören ange värdet i den inbyggda programvaran.
