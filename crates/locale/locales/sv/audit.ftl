## Aktivitetslogg: söka, exportera, bevisa

activity-search = Namn, begäran, fil …
activity-person = Användare
activity-app-alone = App, utan användare
activity-through-app = Genom appen { $value }
activity-other-side = Partner eller tillverkare
activity-export-table = Exportera som CSV
activity-export-document = Exportera som JSON
activity-place = Post { $value }
activity-lower-role = Gjordes som global administratör; rollen { $value } räcker
activity-partial = Bara en del av loggen har genomsökts hittills. Gå vidare för att söka längre bakåt.
least-privilege-hint = Du arbetar som global administratör. Rollen { $value } räcker för det här; spara global administratör till nödlägen.
proof-title = Bevis
proof-text = Varje post bär en hash över posten före. Därför kan ingenting ändras, tas bort eller flyttas utan spår.
proof-checkpoint-text = En signerad kontrollpunkt anger var loggen står i dag. Spara den: tillsammans med en senare export i JSON visar den om något fram till dess har ändrats sedan dess.
proof-checkpoint = Ladda ned en signerad kontrollpunkt
proof-no-key = Den här servern har ingen nyckel att signera med och kan inte ge kontrollpunkter. Driftansvarig ser orsaken i serverns logg.
proof-whole = Hela loggen som JSON
proof-keys =
    { $count ->
        [one] Den offentliga nyckel som signerar kontrollpunkter:
       *[other] De offentliga nycklar som signerar eller har signerat kontrollpunkter, äldst först:
    }
invalid-search-long = Söktexten är för lång. Använd högst { $value } tecken.
conflict-no-audit-key = Den här servern har ingen nyckel att signera kontrollpunkter med. Fråga driftansvarig.
audit-action-upload-expire = Tog bort en oanvänd uppladdning
audit-action-upload-read = Tittade i en uppladdad fil
audit-action-upload-export = Laddade ned en uppladdad fil
audit-action-job-export = Laddade ned resultatet av ett jobb
audit-action-device-read-hash = Tittade på en maskinvaruhash
audit-action-audit-export = Exporterade aktivitetsloggen
audit-action-audit-checkpoint = Signerade en kontrollpunkt för aktivitetsloggen

## Kontroll av loggar på kommandoraden

audit-log-intact =
    { $count ->
        [one] { $name }: hel, en post, hash { $hash }
       *[other] { $name }: hel, { $count } poster, hash { $hash }
    }
audit-log-broken = { $name }: BRUTEN vid post { $sequence }: { $fault }
audit-entry-id = post-id { $id }
audit-fault-changed = posten eller dess hash är inte den som skrevs
audit-fault-missing = posterna { $sequence } till { $other } saknas
audit-fault-reordered = posten som hör hemma här står på plats { $other }
audit-fault-cut-off = slutet är avklippt: posterna { $sequence } till { $other } saknas
audit-fault-head-changed = det som sparats om loggens slut stämmer inte med posterna
audit-fault-head-missing = ingenting är sparat om loggens slut
audit-fault-unknown-encoding = posten har en kodning som det här programmet inte känner
audit-fault-unreadable = posten går inte att läsa
audit-log-unnamed = loggen { $id }
audit-no-logs = Inget har skrivits i någon logg än.
audit-export-cut = { $name } är avklippt eller är ingen exporterad aktivitetslogg
audit-export-filtered = { $name } exporterades med ett filter och har ingen kedja att följa. Exportera hela loggen.
audit-checkpoint-unreadable = { $name } är ingen kontrollpunkt
audit-checkpoint-other-log = Kontrollpunkten hör till en annan logg än exporten.
audit-checkpoint-before = Exporten börjar med post { $first }, efter kontrollpunktens post { $sequence }. Exportera hela loggen.
audit-checkpoint-forged = Kontrollpunktens signatur är fel: den är inte det som signerades.
audit-checkpoint-other-key = Kontrollpunkten signerades med en annan nyckel än { $key }.
audit-checkpoint-holds = Kontrollpunkten håller: post { $sequence } är den som signerades { $time }, och ingenting saknas sedan dess.
audit-checkpoint-broken = Kontrollpunkten håller INTE: post { $sequence } är inte den som signerades { $time }.
audit-checkpoint-missing = Kontrollpunkten håller INTE: exporten slutar vid post { $last }, före den signerade posten { $sequence }.
audit-checkpoint-own-key = Nyckeln står i själva kontrollpunkten ({ $key }). Jämför den med den som aktivitetssidan visar, eller ange den med --public-key.
