# The page about the interface for programs of partners.

nav-api = API
api-title = API
api-lead = Programs that already work with the device interface of Partner Center need another address, and otherwise nothing new.
api-impossible = No access to the API
api-for-partners = The interface registers devices for customers of partners. Your organization is not a partner.
api-connection = Connection
api-base = Base address
api-tenant = Tenant ID
api-token-v1 = Token endpoint, version 1
api-token-v2 = Token endpoint, version 2
api-standing = The call for the link by which a customer consents gives your link for all customers. An admin agent must open it first, on the page of requests:
api-description = Description of the interface (OpenAPI)
api-description-text = It holds the bodies of all calls, and the members that are ours: groupTag, orderId and purchaseId.
api-copy = Copy
api-first-call = First call
api-first-call-text = Get a token with the client ID and a secret of an app, then ask for your customers. The commands take the client ID from the variable CLIENT_ID and the secret from CLIENT_SECRET; the secret never stands on a command line.
api-set-up = Variables for the first call
api-set-up-text = Set both variables first. The second line shows nothing and waits: paste the secret and press Enter. So it does not get into the history of the shell either.
api-acting = For calls that need a user, each user gives the app a refresh token. It is made in the user's own account, also by people who sign in with passkeys:
api-apps = Register an app
api-calls = Calls
api-calls-text = What stands in braces you fill in. Device batches, devices and policies are what the portal calls batches, devices and profiles.
api-call = Call
api-does = What it does
api-who = Who may call
api-alone = App, or app with a user
api-with-user = App with a user only
api-article = Documentation
api-requests = Last requests
api-requests-text =
    { $count ->
        [one] The last request of each app is kept, without what was sent.
       *[other] The last { $count } requests of each app are kept, without what was sent. A new one shows after a second.
    }
api-requests-none = No requests yet
api-requests-none-text = As soon as one of your apps calls, you see here what it was answered.
api-requests-none-found = No requests found
api-requests-none-found-text = Nothing among the last requests fits the filter.
api-only-errors = Only errors
api-when = Time
api-app = App
api-status = Status
api-ids = Request ID and correlation ID
api-request-id = Request
api-correlation-id = Correlation
api-took-title = Duration
api-took = { $value } ms
api-answer = What was answered
api-app-requests = Last requests
api-read-calls =
    { $count ->
        [one] one call
       *[other] { $count } calls
    }
audit-action-api-read = Read by program

## Calls

api-call-device-batch-create = Creates a batch and registers devices in it
api-call-device-batch-add = Registers devices in a batch that exists
api-call-batch-status-get = Tells how far an upload is, with the verdict on each device
api-call-device-batch-list = Lists the batches of a customer
api-call-device-list = Lists the devices of a batch
api-call-device-get = Reads one device; beyond the published calls
api-call-device-update = Changes one device, such as its profile
api-call-device-delete = Deregisters one device
api-call-policy-assign = Assigns profiles to devices
api-call-policy-create = Creates a profile
api-call-policy-list = Lists the profiles of a customer
api-call-policy-get = Reads one profile
api-call-policy-update = Changes a profile
api-call-policy-delete = Deletes a profile
api-call-customer-list = Lists your customers, or those whose name or domain begins with a text
api-call-customer-get = Reads one customer
api-call-customer-end-relationship = Ends the relationship with a customer
api-call-customer-delete = Deletes a customer of a sandbox
api-call-relationship-request-get = Gives the link by which a customer consents
api-call-customer-relationship-list = Lists the indirect resellers of a customer
api-call-partner-relationship-list = Lists your indirect resellers or providers
