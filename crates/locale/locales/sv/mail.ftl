# E-brev. Ren text: varje länk står på en egen rad.

mail-signature = Taxiway. Det här e-brevet skickades automatiskt; ingen läser svar på det.
mail-invitation-subject = { $organisation } bjuder in dig till Taxiway
mail-invitation-body =
    Hej { $name }!

    { $inviter } på { $organisation } bjuder in dig att arbeta med Taxiway, tjänsten som registrerar enheter åt de organisationer som ska använda dem.

    Öppna länken, välj ett lösenord, så är du inloggad:

    { $link }

    Länken fungerar en gång. { $count ->
        [one] Den går ut efter { $count } dag.
       *[other] Den går ut efter { $count } dagar.
    }

    Väntade du dig inte någon inbjudan behöver du inte göra något.
mail-forgotten-subject = Nytt lösenord för Taxiway
mail-forgotten-body =
    Hej!

    Någon har bett om ett nytt lösenord för kontot med den här e-postadressen. Var det du öppnar du länken:

    { $link }

    Länken fungerar en gång. { $count ->
        [one] Den går ut efter { $count } minut.
       *[other] Den går ut efter { $count } minuter.
    }

    Var det inte du behöver du inte göra något: ditt lösenord förblir som det är.
mail-reset-subject = Nytt lösenord för Taxiway
mail-reset-body =
    Hej { $name }!

    { $helper } har skapat en länk som du kan välja ett nytt lösenord med:

    { $link }

    Länken fungerar en gång. { $count ->
        [one] Den går ut efter { $count } minut.
       *[other] Den går ut efter { $count } minuter.
    }

    Ditt nuvarande lösenord gäller tills dess. Har du inte bett om detta, tala med { $helper }.
