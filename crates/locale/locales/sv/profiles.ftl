# Distributionsprofiler: inställningarna som enheter får vid första starten.

device-deployment-profile = Distributionsprofil
audit-action-profile-create = Skapade en distributionsprofil
audit-action-profile-change = Ändrade en distributionsprofil
audit-action-profile-delete = Tog bort en distributionsprofil
audit-action-profile-assign = Tilldelade distributionsprofiler
invalid-profile-name = En distributionsprofil behöver ett namn: en rad med högst { $value } tecken.
invalid-profile-description = Beskrivningen är för lång eller har tecken som inte kan ingå. Använd högst { $value } tecken.
invalid-assignment-many = Det är för många enheter för en begäran. Tilldela profiler till högst { $value } enheter åt gången.
invalid-request-key = Begärans ID är tomt, för långt eller har tecken som inte kan ingå. Använd högst { $value } byte.
conflict-profile-assigned =
    { $count ->
        [one] En enhet har den här distributionsprofilen. Ge den en annan eller ingen, och ta sedan bort profilen.
       *[other] { $count } enheter har den här distributionsprofilen. Ge dem en annan eller ingen, och ta sedan bort profilen.
    }
conflict-profiles-many = Din organisation har skapat så många distributionsprofiler för kunden som den kan. Ta bort en som inte används.
