# The words of the product: names, states, errors, codes.

product-name = Taxiway

## Columns

column-serial-number = Serial number
column-product-key = Product key ID
column-hardware-hash = Hardware hash
column-manufacturer = Manufacturer
column-model = Model
column-group-tag = Group tag
column-assigned-user = Assigned user
column-order-id = Order ID
column-purchase-id = Purchase ID

## Layouts of files

layout-partner-center = Partner Center
layout-partner-center-description = Serial number, Windows product ID, hardware hash, manufacturer and model. What partners upload.
layout-managed-desktop-partner = Managed Desktop, partner
layout-managed-desktop-partner-description = Manufacturer, model and serial number. The short list of suppliers.
layout-managed-desktop-self = Managed Desktop, own devices
layout-managed-desktop-self-description = Manufacturer, model, serial number and hardware hash.
layout-intune = Intune
layout-intune-description = What the collection script writes: serial number, product ID, hardware hash, optional group tag and user.
layout-surface-request = Surface request
layout-surface-request-description = Serial number and purchase order number. Read, but not enough to register.
layout-device-identifiers = Device identifiers
layout-device-identifiers-description = Lines of manufacturer, model and serial number without a header.
layout-inventory-report = ConfigMgr report
layout-inventory-report-description = The hardware hash report of Configuration Manager with its title lines.
layout-unknown = Unknown
layout-unknown-description = No documented layout; the columns were recognised one by one.

## Encodings and delimiters

encoding-utf-8 = UTF-8
encoding-utf-16le = UTF-16 little-endian
encoding-utf-16be = UTF-16 big-endian
encoding-windows-1252 = Windows-1252 (Western European)
encoding-windows-1255 = Windows-1255 (Hebrew)
delimiter-comma = commas
delimiter-semicolon = semicolons
delimiter-tab = tabs

## Severities, verdicts of rows, modes

severity-notice = Notice
severity-warning = Warning
severity-error = Error
verdict-ok = OK
verdict-warning = Warning
verdict-already = Nothing to register
verdict-error = Error
mode-helpful = Helpful
mode-helpful-description = Converts what can be converted safely and shows every correction before anything is registered.
mode-strict = Strict
mode-strict-description = Takes only files that follow the documented rules to the letter.

## Identity and strength

identity-hash = Hardware hash
identity-product-key = Product key ID
identity-tuple = Manufacturer, model and serial number
strength-claimed = Claimed
strength-claimed-description = Somebody gave the serial number; nothing proves it yet.
strength-described = Described
strength-described-description = A hardware hash describes the device in detail.
strength-key-bound = Bound to its key
strength-key-bound-description = The hash names the key of the security chip.
strength-attested = Attested
strength-attested-description = The device proved that it holds the key of its security chip.

## Registration states

state-pending = Registration pending
state-pending-description = Registration has not finished yet.
state-pending-next = Look again in a few minutes. Nothing to do.
state-failed = Registration failed
state-failed-description = Registration could not be completed.
state-failed-next = Read the reason, correct the row and upload it again.
state-ready = Ready for user
state-ready-description = The device is registered and can be handed to its user.
state-ready-next = Hand the device out. It receives its profile at first boot.
state-active = Active
state-active-description = The device was handed out and is in regular use.
state-active-next = Nothing to do.
state-inactive = Inactive
state-inactive-description = The device was in use but has not been for the last seven days.
state-inactive-next = Ask the user whether the device is switched on and online.

## Registration errors: message, cause, remedy

registration-error-device-not-found = Device not found
registration-error-device-not-found-cause = No device of the manufacturer matches the manufacturer, model or serial number given.
registration-error-device-not-found-remedy = Confirm the values with the supplier. They must be exactly those of the firmware.
registration-error-hardware-hash-not-valid = Hardware hash not valid
registration-error-hardware-hash-not-valid-cause = The hardware hash is damaged or badly formatted.
registration-error-hardware-hash-not-valid-remedy = Check the hash, capture it again if needed, and upload the row again.
registration-error-device-already-registered = Device already registered
registration-error-device-already-registered-cause = The device is already registered to this organization.
registration-error-device-already-registered-remedy = Nothing to do. Find it in the list of devices.
registration-error-device-claimed-by-another-organization = Device claimed by another organization
registration-error-device-claimed-by-another-organization-cause = Another organization has registered this device.
registration-error-device-claimed-by-another-organization-remedy = Ask the supplier. The other organization must release the device first.
registration-error-unexpected-error = Unexpected error
registration-error-unexpected-error-cause = Something happened that could not be handled automatically.
registration-error-unexpected-error-remedy = Contact support and give the request ID.

## Service codes

service-code = Published code
service-code-801 = The request was malformed or named no customer.
service-code-802 = The hardware hash is not valid, or it holds no manufacturer or serial number.
service-code-803 = Both serial number and product key ID are missing or not valid.
service-code-806 = This customer has already registered the device.
service-code-807 = The device is not registered to this customer.
service-code-808 = The device is registered to another organization.
service-code-809 = The deployment profile does not exist any more.
service-code-810 = The deployment profile belongs to another organization.
service-code-811 = Another organization registered the device; only it can remove it.
service-code-812 = The manufacturer knows no device with these values.
service-code-813 = The values do not tell this device from another one.
service-code-814 = The directory already has an object for this device.
service-code-815 = No deployment profile is assigned and there is no default one.
service-code-908 = The record and the hardware differ. Register the device again.
service-code-duplicated = The same device stands more than once in the file. The first row was registered.
service-code-storage = The registration could not be stored. It will be tried again.
service-code-hash-not-4k = The hash is of an old, shorter kind. Capture it again with the current script.
service-code-400 = The hardware hash is not complete base64 text.
service-code-403 = The customer's consent does not cover this registration.
service-code-consent-ended = The customer's consent ended before this row was registered.
service-code-cancelled = The job was cancelled before this row was registered.

## Hash reason codes (in a sentence after a colon)

hash-reason-empty = it is empty
hash-reason-whitespace = it has spaces or line breaks inside
hash-reason-alphabet = it has characters that base64 text does not have
hash-reason-base64-length = characters are missing at the end
hash-reason-not-4k = it is not 4,000 characters long
hash-reason-magic = it does not begin like a hardware hash
hash-reason-total-length = the length it states is impossible
hash-reason-trailer = its checksum block is not where it should be
hash-reason-checksum = its checksum does not match; something in it was changed
hash-reason-padding = there is data after its end
hash-reason-record-length = one of its records has an impossible length
hash-reason-record-overrun = one of its records runs past the end
hash-reason-no-records = it describes no hardware
hash-reason-text = a text in it is unreadable
hash-reason-text-length = a text in it is too long
hash-reason-duplicate-record = a record stands in it twice
hash-reason-ek-mismatch = the key of the security chip does not match its digest
hash-reason-identity-weak = it holds too few usable identifiers

## Organisations and roles

organisation-kind-partner = Partner
organisation-kind-direct-partner = Direct-bill partner
organisation-kind-indirect-provider = Indirect provider
organisation-kind-indirect-reseller = Indirect reseller
organisation-kind-manufacturer = Manufacturer
organisation-kind-customer = Customer
organisation-kind-operator = Operator
role-admin-agent = Admin agent
role-sales-agent = Sales agent
role-helpdesk-agent = Helpdesk agent
role-global-administrator = Global Administrator
role-intune-administrator = Intune Administrator
role-policy-and-profile-manager = Policy and Profile Manager
role-global-reader = Global Reader
role-registrar = Registrar
role-reader = Reader
role-administrator = Administrator
role-support = Support

## Device profiles and their settings

profile-sensitive-data = Sensitive data
profile-sensitive-data-description = For people who work with confidential information.
profile-power-user = Power user
profile-power-user-description = For developers and specialists who administer their own device.
profile-standard = Standard
profile-standard-description = For most people.
profile-kiosk = Kiosk
profile-kiosk-description = For a device that runs one task in a public place.
profile-legacy = First generation
profile-custom = Own profile
shared-mode = Shared device mode
shared-mode-description = Several people use the device one after the other. Unused accounts and their files are removed.
shared-mode-not-supported = Not supported
profile-setting-block-external-storage = Block external storage
profile-setting-cloud-block-level = Cloud block level
profile-setting-disable-microsoft-accounts = Disable Microsoft accounts
profile-setting-disable-personal-onedrive = Disable personal OneDrive
profile-setting-secure-desktop-for-elevation = Secure desktop for elevation
profile-setting-defender-tag = Defender tag
profile-setting-user-is-administrator = User is administrator on the device
profile-setting-app-locker = AppLocker
profile-setting-block-public-store = Block public store
value-yes = Yes
value-no = No
value-high = High

## Jobs

job-state-queued = Queued
job-state-running = Running
job-state-finished = Finished
job-state-finished-with-errors = Finished with errors
job-state-cancelled = Cancelled

## Audit actions

audit-action-session-sign-in = Signed in
audit-action-session-refuse = Failed to sign in
audit-action-session-lock = Account locked
audit-action-session-sign-out = Signed out
audit-action-upload-receive = Uploaded a file
audit-action-upload-discard = Discarded an upload
audit-action-job-submit = Submitted a registration
audit-action-job-finish = Finished a job
audit-action-job-stop = Stopped a job
audit-action-job-cancel = Cancelled a job
audit-action-job-retry = Retried refused rows
audit-action-device-export = Exported devices
audit-action-organisation-create = Created an organization
audit-action-user-create = Created a user
audit-action-user-reset-password = Reset a password
audit-action-relationship-approve = Approved a relationship
audit-action-relationship-end = Ended a relationship
audit-action-tag-create = Added a group tag
audit-action-catalogue-publish = Published built devices

## Device history

device-event-registered = Registered
device-event-captured-again = Captured again and recognised
device-event-described = Described more fully

## Warnings about hashes (in a sentence after a colon)

hash-warning-placeholder-serial-number = the serial number
hash-warning-placeholder-manufacturer = the manufacturer
hash-warning-placeholder-model = the model
hash-warning-placeholder-uuid = the SMBIOS UUID
hash-warning-product-key-unusable = the product key ID
hash-warning-tpm-incomplete = the record of the security chip is incomplete
hash-warning-system-disk-unknown = the system disk is not among the listed disks
hash-warning-display-size = the two sizes of the display differ

## What became of a row

outcome-registered = Registered
outcome-already = Already registered
outcome-failed = Refused
outcome-cancelled = Left out
outcome-pending = Waiting

## Why a job was cancelled

job-reason-asked = Cancelled by a person.
job-reason-consent-ended = The customer's consent ended. The remaining rows were left out.

## Requests that cannot be carried out (`invalid-`, `conflict-`)

invalid-not-a-customer = This organization is not a customer.
invalid-not-a-manufacturer = This organization is not a manufacturer.
invalid-not-a-partner = This organization is not a partner.
invalid-email = This is not an e-mail address.
invalid-email-taken = Somebody already has this e-mail address.
invalid-tag = The group tag is empty, too long, or has characters that cannot be part of it.
invalid-tag-not-supported = Power user has no shared device mode.
invalid-tag-unknown = The group tag is not known.
invalid-password-long = The password is too long. It may have at most { $value } bytes.
invalid-password-short = The password is too short. It needs at least { $value } characters.
invalid-missing = Fill this in.
invalid-role-missing = Choose at least one role.
invalid-role-kind = This role does not belong to this kind of organization.
conflict-nothing-to-retry = No row of this job can be tried again.
conflict-relationship-exists = This relationship exists already.
conflict-request-id-reused = This request was used for something else before. Reload the page and try again.
conflict-tag-exists = This group tag exists already.
conflict-upload-in-use = This upload has been registered and can no longer be discarded.
conflict-upload-refused = This file was refused and cannot be registered.
