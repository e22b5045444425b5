# What the command line says.

## Everywhere

cli-standard-input = standard input
cli-cannot-read = { $name } cannot be read
cli-cannot-write = the output cannot be written

## check

check-size-label = Size
check-size =
    { $bytes ->
        [one] { $bytes } byte
       *[other] { $bytes } bytes
    }
check-lines =
    { $count ->
        [one] Line { $lines }
       *[other] Lines { $lines }
    }
check-lines-more = Lines { $lines } and { $more } more
check-more-errors = Only the first { $shown } of { $count } errors are shown. All errors by code:
check-summary =
    { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }: { $ok } fine, { $warnings } to look at, { $errors } refused.
check-accepted = Accepted: every row can be registered.
check-accepted-with-notices = Accepted: every row can be registered, after the corrections above.
check-rejected-rows = Rejected: correct the rows above, or register the others without them.
check-rejected-file = Rejected: the file cannot be used as it is.

## identify

identify-valid = The hardware hash is valid.
identify-warning = Doubtful: { $warning }
fact-product-key-part-number = Part number of the product key
fact-family = Product family
fact-sku = SKU
fact-system-version = System version
fact-display = Display
fact-graphics = Graphics
fact-baseboard = Baseboard
fact-firmware-vendor = Firmware vendor

## serve

serve-listening = Taxiway listens on { $address }
serve-stopping = Stopping: requests and the rows at hand are finished first. Ask once more to stop at once.

## demo

demo-in-temporary = The demo keeps its data in { $path } and removes it at the end.
demo-in-directory = The demo keeps its data in { $path }.
demo-removed = { $path } was removed.
demo-serve-later = To open the portal with these devices: taxiway serve --data-dir { $path }
demo-portal = The portal answers at { $address }. Ctrl-C ends the demo.
demo-directory-used = { $path } holds a database already. To see it: taxiway serve --data-dir { $path }. For a new demo, name another directory.
demo-database-used = The database holds organizations already. The demo wants an empty one.
demo-scene = { $partner } hands in two lists for { $customer }: one from the supplier, one from the capture script.
demo-understood = { $file }: { $layout }, { $encoding }; { $rows } rows: { $ok } fine, { $warnings } to look at, { $errors } refused
demo-rows = rows
demo-progress = { $done } of { $rows } rows
demo-device = Device
demo-code = Code
demo-words = What happened
demo-remedy = What to do
demo-outcome-registered = Registered
demo-outcome-already = Already there
demo-outcome-failed = Refused
demo-outcome-cancelled = Left out
demo-states = Devices of { $customer }
demo-devices = Devices
demo-meaning = Meaning
demo-people = People who can sign in:
demo-role = Role
demo-organisation = Organization
demo-shows = What the account shows
demo-shows-partner = The partner: requests for consent, customers, people and apps
demo-shows-clerk = The partner's clerk: adds devices and follows jobs
demo-shows-helpdesk = The partner's helpdesk: looks, and changes nothing
demo-shows-other-partner = A partner that has to ask for consent first
demo-shows-customer = The customer: the same devices, its partners, their limits and their end
demo-shows-two-partners = A customer of two partners
demo-shows-new-customer = A customer without devices yet
demo-shows-operator = The operator: all organizations and their people
demo-begin = To begin, sign in as { $partner } and add devices for a customer. In a private window sign in as { $customer }, the customer, and see the same devices from the other side.

## admin

admin-password = New password
admin-password-again = The same again
admin-password-differs = The two differ. Try again.
admin-password-unread = the password cannot be read
admin-password-none = No password was given. Type it when asked, or send it to standard input: taxiway admin … < password.txt
admin-secret-none = No client secret was given. Type it when asked, or send it to standard input: taxiway admin … < secret.txt
admin-no-database = There is no database of a service in { $path }. Name the data directory of the service by --data-dir, --config or TAXIWAY_DATA_DIR. For a new installation, make one: taxiway admin init
admin-database-empty = The database holds nothing of a service. Name the database of the service by --database, --config or TAXIWAY_DATABASE. For a new installation, prepare it: taxiway admin init
admin-no-directory = There is no directory { $path }. The data directory of the service holds the key that seals secrets: name it by --data-dir, --config or TAXIWAY_DATA_DIR. For a new installation, make one: taxiway admin init
admin-init-made = Ready: { $path }. The next step is an organization: taxiway admin organisation create
admin-init-there = { $path } was in use before. What is there was left as it is.
admin-password-reset = The password was set. Sessions of this person have ended.
admin-relationship-ended = The relationship has ended.
admin-tag-created = The group tag can be used.

## Why a request is not carried out

refusal-not-found = There is no such thing.
refusal-no-organisation = There is no organization with the ID { $id }. See taxiway admin organisation list
refusal-no-account = There is no account with the e-mail address { $email }. See taxiway admin user list
refusal-no-identity-provider = The organization has no identity provider with the ID { $id }. See taxiway admin identity-provider list
refusal-no-relationship = No relationship stands between the customer { $customer } and the partner { $partner }.
refusal-no-provider-link = The reseller { $reseller } is not behind the provider { $provider }. See taxiway admin provider list
refusal-forbidden = Your role does not allow this. It takes the role { $role }.
refusal-too-large = More than { $limit } bytes are not taken.
refusal-failed = something went wrong
