# What a consent does not cover, uploads that wait for the customer, and the end of a relationship.

## Findings: limits of a consent

finding-scope-group-tag =
    { $used ->
        [none] The customer's consent does not cover this group tag.
       *[other] The customer's consent does not cover this group tag. It covers: { $used }
    }
finding-scope-group-tag-remedy = Use a group tag that the consent covers, or ask the customer to extend it.
finding-scope-model =
    { $used ->
        [none] The customer's consent does not cover this manufacturer or model.
       *[other] The customer's consent does not cover this manufacturer or model. It covers: { $used }
    }
finding-scope-model-remedy = Ask the customer to extend its consent, or register devices that it covers.
finding-scope-model-unsaid =
    { $used ->
        [none] The customer's consent covers some models only, and this row does not say which model it is.
       *[other] The customer's consent covers some models only, and this row does not say which model it is. It covers: { $used }
    }
finding-scope-model-unsaid-remedy = It is registered if the manufacturer's catalogue tells that the model is covered. Add manufacturer and model to be sure.
finding-scope-max-devices =
    { $used ->
        [none] As many devices are registered as the customer's consent covers.
       *[other] As many devices are registered as the customer's consent covers: { $used }
    }
finding-scope-max-devices-remedy = Ask the customer to raise the number of devices, then retry the refused rows.
finding-scope-ends-at =
    { $used ->
        [none] The customer's consent has run out.
       *[other] The customer's consent covered registrations until { $used }.
    }
finding-scope-ends-at-remedy = Ask the customer to extend its consent, then retry the rows.
finding-scope-order-id =
    { $used ->
        [none] The customer's consent does not cover this order number.
       *[other] The customer's consent does not cover this order number. It covers: { $used }
    }
finding-scope-order-id-remedy = Use an order number that the consent covers, for the upload or in this row, or ask the customer to extend it.
finding-not-approved =
    { $used ->
        [none] The customer refused this row.
       *[other] The customer refused this row: “{ $used }”
    }
finding-not-approved-remedy = Correct the row and upload it again, or retry it: the customer is asked once more.

## Service codes of our own

service-code-outside-scope = The customer's consent does not reach this far.
service-code-outside-scope-message = Not covered by the customer's consent
service-code-outside-scope-remedy = Ask the customer to extend its consent, then retry the rows.
service-code-consent-ended-message = Consent ended
service-code-consent-ended-remedy = Ask the customer for a new relationship. The devices can be registered once it agrees.
service-code-cancelled-by-submitter = The organization that submitted the job cancelled it before this row was registered.
service-code-cancelled-by-submitter-message = Cancelled by the sender
service-code-cancelled-by-submitter-remedy = Retry the rows, or upload them again.
service-code-cancelled-by-customer = The customer, or somebody on its behalf, cancelled the job before this row was registered.
service-code-cancelled-by-customer-message = Cancelled by the customer
service-code-cancelled-by-customer-remedy = Ask the customer before you submit the rows again.
service-code-not-approved = The customer looked at this row and did not approve it.
service-code-not-approved-message = Not approved by the customer
service-code-not-approved-remedy = Correct the row and upload it again, or retry it: the customer is asked once more.
service-code-approval-expired = Nobody at the customer decided about this upload in time.
service-code-approval-expired-message = Approval not given in time
service-code-approval-expired-remedy = Tell the customer, then retry the rows: they wait for approval again.

## Jobs

job-state-pending-approval = Waits for approval
job-reason-approval-expired = Nobody at the customer decided in time. The rows were left out.
job-reason-scope-ends-at = The time of the customer's consent ran out. The remaining rows were left out.
job-reason-scope-order-id = The customer's consent does not cover the order number any more. The remaining rows were left out.
job-stopped-by-submitter = It was the organization that submitted the job.
job-stopped-by-customer = It was the customer, or somebody on its behalf.
job-approval = Approval
job-approval-waiting = The customer looks at this upload before anything is registered. You can withdraw it until then.
job-approval-until = Time to decide until
job-approval-decided = The customer decided
job-approval-all = Every row was approved.
job-approval-some = The rows that were not approved say so below.
job-approval-closed = The job ended before the customer decided.
job-approval-decide = Look at the rows and decide
job-withdraw = Withdraw

## Activity log

audit-action-approval-decide = Decided about an upload
audit-action-device-deregister = Deregistered devices

## Requests that cannot be carried out

invalid-scope-order-id = The customer's consent does not cover this order number. It covers: { $value }
invalid-scope-ends-at = The customer's consent covered registrations until { $value }. Ask the customer to extend it.
invalid-reason-missing = Say why rows are not approved: the partner reads it in each of them.
conflict-approval-changed = The choice has changed in the meantime. Look at it again before you decide.
conflict-approval-over = This upload does not wait for a decision any more.
conflict-approval-too-large = This upload is too large for choosing rows. Approve it or refuse it as a whole.
conflict-approval-pieces = The rows chosen lie in too many pieces. Choose whole groups, or decide about the upload as a whole.
conflict-relationship-over = This relationship does not stand any more, so it cannot be ended.
conflict-jobs-under-way = Jobs of your organization are under way for this customer. Cancel them first.

## Acting on behalf of a customer

on-behalf-of = You are working on behalf of { $value }. Everything you do is written to its activity log.

## What the consent covers

bounds-title = What the customer's consent covers
bounds-group-tags = Group tags
bounds-models = Manufacturers and models
bounds-devices = Devices
bounds-devices-of = { $value } registered
bounds-until = Until
bounds-order-ids = Order numbers
bounds-approval = Approval
bounds-approval-each = The customer looks at each upload before it is registered
bounds-over = The time of this consent has run out. Nothing can be registered until the customer extends it.
bounds-few =
    { $count ->
        [0] The number of devices is used up. New devices will be refused.
        [one] Only { $count } more device can be registered. The rows after it will be refused.
       *[other] Only { $count } more devices can be registered. The rows after them will be refused.
    }

## Uploads that wait

nav-approvals = Uploads to approve
approvals-title = Uploads to approve
approvals-lead = Uploads of partners that wait for your decision. Nothing of them is registered before.
approvals-upload = Upload
approvals-partner = From
approvals-until = Decide until
approvals-none = No upload waits
approvals-none-text = Uploads appear here when a partner submits them and you chose to approve each upload yourself.
approvals-retry = Retries refused rows of an earlier upload
attention-approvals =
    { $count ->
        [one] { $count } upload waits for your approval
       *[other] { $count } uploads wait for your approval
    }
approval-lead = Nothing is registered before you decide.
approval-rows = Rows
approval-registrable = Can be registered
approval-chosen = Chosen
approval-repeated = Repeated rows
approval-errors = Cannot be registered
approval-large = This upload is too large for choosing single rows. Approve it or refuse it as a whole.
approval-groups = Rows by group tag and model
approval-group-rest = All others
approval-group-rows = Chosen
approval-group-add = Choose
approval-group-drop = Leave out
approval-group-which = { $tag }, { $manufacturer } { $model }
approval-add-all = Choose all rows
approval-drop-all = Choose no row
approval-page = Rows of this page
approval-choose-line = Choose line { $count }
approval-save = Save the choice of this page
approval-save-hint = Save before you go to another page. Nothing is decided by it.
approval-decision = Decision
approval-decide-all = Approve everything
approval-decide-all-text = Every row that can be registered is registered.
approval-decide-chosen = Approve the rows chosen
approval-decide-chosen-text =
    { $count ->
        [one] { $count } row is registered, the others are refused.
       *[other] { $count } rows are registered, the others are refused.
    }
approval-decide-none = Approve nothing
approval-decide-none-text = Every row is refused.
approval-reason = Reason
approval-reason-hint = Needed when rows are refused. The partner reads it in each of them.
approval-decide = Decide
approval-until = Time to decide until
flash-chosen = The choice was saved. Nothing is decided yet.
flash-decided = The decision was recorded. What you approved is being registered.

## Ending a relationship

ending-title = End the relationship with { $value }
ending-lead = This takes effect at once. No more devices can be registered under it, and the partner loses its access.
ending-own-lead = This takes effect at once. Your organization can no longer register devices for this customer or see them.
ending-devices = Devices registered under it
ending-devices-none = No devices
ending-devices-none-text = Nothing was registered under this relationship, or nothing is left.
ending-profile = Device profile
ending-unused = Never used
ending-no-profile = None
ending-total = All
ending-jobs = Jobs under way
ending-jobs-none = None. Nothing is stopped.
ending-jobs-stop = They stop at once. The rows that are left say why.
ending-jobs-more = And more.
ending-jobs-forbid = Your organization has jobs under way for this customer. Cancel them before you end the relationship.
ending-jobs-cancel = Cancel these jobs
ending-fate = What becomes of the devices
ending-keep = Keep them as they are
ending-keep-text = They stay registered and keep their group tags and profiles.
ending-deregister = Deregister those that were never used
ending-deregister-text =
    { $count ->
        [0] No device was never used.
        [one] { $count } device is deregistered. Anybody can register it again.
       *[other] { $count } devices are deregistered. Anybody can register them again.
    }
ending-providers = Also end what its provider was given
ending-provider-text =
    { $count ->
        [one] { $count } device registered by the provider itself
       *[other] { $count } devices registered by the provider itself
    }
ending-reason = Reason
ending-reason-hint = Both sides can read it.
ending-button = End the relationship
ended-title = The relationship with { $value } has ended
ended-not = This relationship does not stand.
ended-on = Ended
ending-by-customer = By the customer
ending-by-partner = By the partner
ending-by-operator = By the operator
ended-left = Devices still registered
ended-deregistered = Deregistration
ended-waiting = Begins as soon as the work at hand is done
ended-running = Under way
ended-finished = Finished
ended-removed =
    { $count ->
        [one] { $count } device deregistered
       *[other] { $count } devices deregistered
    }
ended-home = To the start page
flash-ended = The relationship has ended.
flash-jobs-cancelled = The jobs are being cancelled.
