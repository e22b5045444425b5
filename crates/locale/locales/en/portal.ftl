# What the portal's pages say.

## Around every page

skip-to-content = Skip to content
crumbs = You are here
nav-main = Main navigation
nav-menu = Menu
nav-customers = Customers
nav-activity = Activity log
nav-customer = Customer
nav-overview = Overview
nav-devices = Devices
nav-add-devices = Add devices
nav-jobs = Jobs
language = Language
sign-out = Sign out
footer-times = Times are in UTC.
request-id = Request ID
search = Search
refresh = Refresh
cancel = Cancel
optional = (optional)
never = Never
since = since
line = Line
verdict = Verdict
batch = Batch
job = Job
filter-any = Any
filter-apply = Filter
filter-clear = Clear
pager = Pages
pager-previous = Previous
pager-next = Next
pager-of = of { $count }
pager-total =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
rows-by-verdict = Rows by verdict
rows-none = No rows of this kind
rows-count =
    { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }
show-all = All
show-errors = Errors
show-warnings = Warnings
show-already = Nothing to register
show-ok = OK
size-bytes = { $value } bytes
size-kilobytes = { $value } kB
size-megabytes = { $value } MB
size-gigabytes = { $value } GB
decimal-mark = .
moment = { $day } { $month } { $year }, { $clock }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Sign-in

sign-in = Sign in
sign-in-lead = Register devices for your customers, and see every one of them through to its user.
sign-in-email = E-mail address
sign-in-password = Password
sign-in-help = Trouble signing in? Ask the administrator of your organization.
sign-in-wrong = E-mail address or password are wrong.
sign-in-locked = Too many attempts. Try again after
sign-in-expired = Your session ended. Sign in again.

## Customers

customers-title = Customers
customers-lead = Organizations that gave you consent to register devices.
customers-all-lead = Every customer of this service.
customers-all-none-text = Customers are set up with taxiway admin organisation create.
customers-search = Search by name or domain
customers-name = Customer
customers-devices = Devices
customers-jobs = Jobs
customers-last-upload = Last upload
customers-running =
    { $count ->
        [one] { $count } running
       *[other] { $count } running
    }
customers-none = No customers yet
customers-none-text = Customers appear here as soon as they consent.
customers-none-found = No customer matches
customers-none-found-text = Check the spelling, or search for a part of the name.
customer-tenant = Tenant
customer-consents = Consents to registration
customer-no-consent = No consent
customer-states = Devices by state
customer-no-devices = No devices yet
customer-no-devices-text = Add devices from the supplier's file, by pasting a list, or with a barcode scanner.
customer-attention = Needs attention
customer-all-well = All is well
customer-all-well-text = Nothing needs your attention.
customer-recent-jobs = Recent jobs
customer-all-jobs = All jobs
customer-tags = Group tags
customer-no-tags = No device has a group tag yet.
tag-none = No group tag
attention-failed-rows =
    { $count ->
        [one] { $count } row was refused
       *[other] { $count } rows were refused
    }
attention-job-stopped = A job was stopped because consent ended
attention-preview-waiting = An upload waits for your decision
attention-inactive =
    { $count ->
        [one] { $count } device is inactive
       *[other] { $count } devices are inactive
    }
attention-inactive-text = Not used in the last seven days

## Devices

devices-title = Devices
devices-count =
    { $count ->
        [one] { $count } device
       *[other] { $count } devices
    }
devices-all = All
devices-by-state = Devices by state
devices-export = Export
devices-search = Serial number begins with
devices-none-searched = No device found
devices-none-searched-text = No serial number of this customer begins like that. Capitals count.
devices-none-filtered = No device matches the filter
devices-none-filtered-text = Choose another state, group tag or batch.
device-unnamed = Device without a serial number
device-state = State
device-since = Since
device-reason = Reason
device-next = What to do
device-registration = Registration
device-profile = Device profile
device-no-profile = None selected
device-registered-by = Registered by
device-strength = Strength
device-identity = Identity
device-history = History
device-deregister = Deregister
device-deregister-title = Deregister { $value }?
device-deregister-title-unnamed = Deregister this device?
device-deregister-text = Its registration goes, and with it the hash, the order numbers and the history that are kept about it. It cannot be undone, but the device can be registered again, by this customer or another one. On the device itself nothing changes.
facts-identity = Identifiers
facts-hardware = Hardware
facts-security = Security chip
facts-capture = Capture of the hash
fact-uuid = SMBIOS UUID
fact-mac-address = Network address
fact-disk = Disk serial number
fact-tpm-version = TPM version
fact-tpm-manufacturer = TPM manufacturer
fact-endorsement-key = Endorsement key (SHA-256)
fact-captured-at = Captured
fact-tool-build = Tool build
fact-os-build = Windows build
fact-identified-by = Identified by

## Add devices

add-title = Add devices
add-lead = Use the file as your supplier sent it. You will see what was understood before anything is registered.
add-devices-step = The devices
add-file = File
add-file-text = CSV as received
add-file-choose = Choose a file or drop it here
add-file-hint = CSV or text, any encoding, up to { $value }. Spreadsheets must be saved as CSV.
add-paste = Paste
add-paste-text = From a mail or a table
add-paste-label = Lines with commas, semicolons or tabs, with or without a header line
add-scan = Type or scan
add-scan-text = Row by row
add-scan-hint = Enter moves to the next field and, at the end, to the next row. A barcode scanner does the same. Manufacturer and model are carried over from the row above.
add-samples = Sample files for every layout
sample-hash = Hardware hash
sample-hash-text = One hash alone, of a device that does not exist. For taxiway identify.
add-tag-step = Group tag
add-tag-text = The group tag selects the device profile that a device receives at first boot.
add-tag-single = One user
add-tag-custom = A tag of this customer that selects { $value }.
add-tag-from-file = As in the file
add-tag-from-file-text = Each row keeps the group tag that stands in the file.
add-tag-none = Use the tags of the file
add-tag-outside = Not covered by the customer's consent.
add-compare = Compare the device profiles
add-setting = Setting
add-mode-step = Reading mode
add-nothing-yet = Nothing is registered in this step.
add-preview = Continue to preview
add-problem-nothing = Choose a file, paste a list, or type at least one device.
add-problem-several = Use only one way at a time: a file, a pasted list, or typed rows.
add-problem-tag = Choose one of the group tags.
add-problem-too-large = The file is larger than one upload may be.

## Preview

preview-title = Preview
preview-rows = Rows
preview-ok = OK
preview-warnings = To look at
preview-already = Nothing to register
preview-errors = Cannot be registered
preview-recognised = What was recognised
preview-layout = Layout
preview-encoding = Encoding
preview-bom = with byte order mark
preview-delimiter = Values separated by
preview-header = Header line
preview-line = Line { $count }
preview-no-header = None; recognised by content
preview-notices = Corrections and notices
preview-notices-text = Made before anything is registered
preview-notice-lines =
    { $count ->
        [one] In { $count } row
       *[other] In { $count } rows
    }
preview-lines = lines
preview-will-register =
    { $count ->
        [0] As things stand now, no device will be registered.
        [one] As things stand now, { $count } device will be registered.
       *[other] As things stand now, { $count } devices will be registered.
    }
preview-will-find =
    { $count ->
        [one] For { $count } row there is nothing to register: its device is registered here already, or stands earlier in the file.
       *[other] For { $count } rows there is nothing to register: their devices are registered here already, or stand earlier in the file.
    }
preview-can-register =
    { $count ->
        [one] As far as the file tells, { $count } row can be registered.
       *[other] As far as the file tells, { $count } rows can be registered.
    }
preview-compared = Compared with what is registered, with the catalogues of manufacturers and with the consent at this moment. The job tells what became of every row.
preview-not-compared = The file is too long to be compared as a whole with what is registered: only the rows shown on this page were. Devices that are registered already, that belong to another organization or that are not in the catalogue of their manufacturer are told apart when they are registered, and so are rows beyond the number of devices that the consent covers.
preview-will-skip =
    { $count ->
        [one] { $count } row with an error will be left out and reported.
       *[other] { $count } rows with errors will be left out and reported.
    }
preview-none-registrable = No row of this upload can be registered. Correct the errors below and upload the file again.
preview-discard = Discard this upload
preview-registered = This upload has been registered.
preview-to-job = Go to the job
register-devices = Register devices
batch-name = Batch name
refused-title = File not accepted
refused-again = Choose another file

## Jobs

jobs-title = Jobs
jobs-lead = Every upload that was registered, with the verdict of each row.
jobs-name = Job
jobs-state = State
jobs-rows = Rows
jobs-failed = Refused
jobs-submitted = Submitted
jobs-none = No jobs yet
jobs-none-text = A job begins when you register the devices of an upload.
job-progress = Progress
job-registered = Registered
job-refused = Refused
job-skipped = Left out
job-already = Already registered
job-remaining = Remaining
job-rows = Rows
job-started = Started
job-not-started = Waits for its turn
job-ended = Finished
job-leave = You can leave this page. The work goes on.
job-about = About this job
job-results = Results
job-results-text = The verdict of every row, as CSV
job-repaired = Repaired file
job-repaired-text = The rows without errors, in the documented form. What does not fit that form is in the results only
job-repaired-retry-text = The rows that could not be registered either, in the documented form. What does not fit that form is in the results only
job-retry = Retry refused rows
job-no-retry = Trying again would not help: what is wrong stands in the file. Correct these rows and upload them again.
job-cancel = Cancel job
job-cancel-title = Cancel this job?
job-cancel-text = Rows that are already registered stay registered. The remaining rows are left out; you can upload them again.
job-to-device = Show the device
job-no-rows-yet = Verdicts appear here as the rows are done
confirm-back = Go back
flash-registered = The devices are being registered.
flash-over-registered = The upload was registered. Below stands what became of every row.
flash-cancelled = The job is being cancelled.
flash-retried = The refused rows are being tried again.
flash-over-retried = The refused rows were tried again. Below stands what became of them.
flash-discarded = The upload was discarded. Nothing was registered.
flash-device-deregistered = The device was deregistered.

## Activity log

activity-title = Activity log
activity-lead = Who did what, on whose behalf, and when.
activity-when = When
activity-action = Action
activity-customer = Customer
activity-from = From
activity-until = Until
activity-refused = Refused
activity-service = The service
activity-none = No entries
activity-none-text = Nothing was done that matches the filter.

## Errors

error-home = To the start page
error-400-title = This request was not understood
error-400-text = Go back, reload the page and try again.
error-403-title = You may not do this
error-403-text = Your role does not allow it. Ask the administrator of your organization.
error-404-title = Page not found
error-404-text = It does not exist, or you have no access to it.
error-405-title = This does not work here
error-405-text = The page does not take this kind of request. Go back and use its buttons.
error-409-title = Not possible now
error-409-text = Something has changed in the meantime. Go back, reload the page and try again.
error-413-title = Too large
error-413-text = The file is larger than one upload may be. Split it and upload the parts one after the other.
error-429-title = Too many requests
error-429-text = Wait a moment and try again.
error-500-title = Something went wrong
error-500-text = It is not your fault. Try again; if it happens again, give the request ID to support.
