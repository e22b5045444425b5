# Det som portalens sidor svarar med.

error-403-needs = Din roll tillåter det inte. Det krävs minst rollen { $role }. Fråga administratören i din organisation.
error-403-forged = Formuläret kom inte från en sida som öppnats i den här sessionen. Läs in sidan på nytt och försök igen.
invalid-name = För långt, eller med tecken som inte kan ingå i ett namn.
invalid-text = För långt, eller med tecken som inte kan ingå.
upload-name-pasted = Inklistrad lista
upload-name-typed = Inskriven lista
fact-processor = Processor
fact-memory = Minne
device-event-requested = Registrering begärd
devices-more-found = Det finns fler enheter vars serienummer börjar så.
