# A partner asks for consent; a manufacturer's link.

requests-title = Requests
requests-lead = Customers whom you asked for consent, and what became of it.
requests-search = Search by name
requests-state = State
requests-label = Request
requests-asked = Asked
requests-expires = Link works until
requests-unnamed = Request without a name
requests-none = No requests yet
requests-none-text = Ask a customer for a relationship. As soon as it accepts, you can register devices for it.
requests-none-found = No request matches
requests-none-found-text = Choose another state, or search for a part of the name.
requests-past =
    { $count ->
        [one] { $count } customer that ended its consent
       *[other] { $count } customers that ended their consent
    }
request-state-open = Open
request-state-open-text = Nobody has decided yet. The customer opens the link to do so.
request-state-accepted = Accepted
request-state-accepted-text = The customer consented. The link is used.
request-state-declined = Declined
request-state-declined-text = The customer said no. The link is used.
request-state-expired = Expired
request-state-expired-text = Nobody decided in time. Make a new link to ask again.
request-state-revoked = Revoked
request-state-revoked-text = Your organization took it back. The link does not work.
request-state-ended = Ended
request-state-ended-text = The customer consented; the relationship has ended since. Ask again to register devices for it.
request-title = Request
request-new = Request a reseller relationship
request-lead = You receive a personal link and a draft of the mail to the customer. What comes of it is the customer's decision.
request-whom = Whom you ask
request-label = Name for your list
request-email = E-mail address of the customer
request-label-hint = The name is for your own list. The address only goes into the draft and is not kept.
request-customer = Tenant ID of the customer
request-customer-hint = With it, only this customer can use the link. Without it, whoever holds the link can.
request-provider = Under which provider
request-provider-hint = The customer authorizes the provider along with you.
request-administration-text = It is not needed to register devices. With it, your admin agents work in the customer's own pages on its behalf.
request-administration = Include delegated administration privileges
request-administration-hint = The customer can clear it and consent without.
request-administration-role = Only an admin agent can ask for it.
request-scope = Proposed limits
request-scope-text = Propose limits, and the customer has less to fill in. It can change each of them.
request-scope-open = Propose limits
request-language = Language of the mail
request-days =
    { $count ->
        [one] The link works for { $count } day, once.
       *[other] The link works for { $count } days, once.
    }
request-make = Make the link
request-renew = Make a new link
request-revoke = Revoke
request-decided = Decided
request-reason = Reason
request-addressee = Who can use the link
request-open-link = Whoever holds it
request-again = Ask again
renew-title = Make a new link?
renew-text = The link that you have sent stops working at once. You receive a new draft with a new link.
revoke-title = Revoke this request?
revoke-text = The link stops working at once. Nothing is granted by it any more. You can make a new request at any time.
flash-request-revoked = The request was revoked. Its link does not work any more.
flash-request-sent = The mail is on its way.

## The draft

draft-title = Draft of the mail
draft-lead = Send it to the customer's Global Administrator. Change the text as you like; the link has to stay.
draft-link = Personal link
draft-link-hint = It is shown only here. If you lose it, make a new one.
copy-link = Copy the link
draft-copy = Copy the text
draft-subject = Subject
draft-body = Text
draft-edit-hint = After a change, press Update before you open the mail program.
draft-update = Update
draft-open = Open in mail program
draft-send = Send
draft-rewrite = Write anew in this language
draft-done = Done
draft-link-kept = The link was missing in the text. It was put back at the end.
mail-subject = { $partner } asks for your consent to register devices
mail-greeting = Hello,
mail-ask = { $partner } would like to register devices for your organization, so that they find their owner and their settings when they are first switched on.
mail-provider = { $provider }, which supplies us, would be authorized along with us.
mail-administration = We also ask for delegated administration. You can clear that box and consent without it.
mail-no-administration = We do not ask for delegated administration.
mail-open = A Global Administrator of your organization opens this link, sees what is allowed and what is not, sets limits if wanted, and accepts or declines:
mail-until = The link works once, until { $day }.
mail-end = Kind regards
    { $person }
    { $partner }

## The link that many customers may use

standing-title = Link for all customers
standing-text = The published form of a link names your organization and holds no secret. While it is open, every customer in your regions can consent by it, as often as you pass it on. While it is closed, it works only for a customer whose tenant ID stands in an open request.
standing-open = Open
standing-closed = Closed
standing-link = Link
standing-link-under = Link under { $value }
standing-with-administration = It asks for delegated administration.
standing-without-administration = It does not ask for delegated administration, whatever stands in the link.
standing-do-open = Open the link
standing-close = Close the link
standing-close-title = Close the link for all customers?
standing-close-text = It stops working at once for customers who have not consented yet. Relationships that stand are not touched.
flash-link-opened = The link works.
flash-link-closed = The link does not work any more.

## Customers whose consent ended

past-title = Former customers
past-lead = Customers whose consent to you has ended. You can ask them again.
past-none = No former customers
past-none-text = Customers appear here when a relationship with them ends.
past-ended = Ended
ended-by-customer = by the customer
ended-by-partner = by your organization
ended-by-operator = by the operator
ended-by-service = by the service

## A manufacturer's link

maker-title = Consent link
maker-lead = Customers consent to your registrations by one link, the same for all of them.
maker-link = Your link
maker-link-hint = Send it to customers. A Global Administrator opens it and accepts. No delegated rights are ever given.
maker-link-since = In use since
maker-no-link = There is no link yet.
maker-make = Make the link
maker-rotate = Replace the link
maker-rotate-title = Replace the link?
maker-rotate-text = The link that customers have stops working at once. Consent that was given stands.
maker-check = Does a customer consent?
maker-check-text = Ask before you register: rows for customers without consent are refused.
maker-tenant = Tenant ID of the customer
maker-ask = Ask
maker-no-consent = No consent stands for this tenant ID. Whether there is such a customer is not told.
maker-customers = All customers who consent

## The customer's page, for the partner

granted-title = What was granted to you
granted-used-up = Nothing more can be registered under this consent: its last day is over, or so many devices were registered.
granted-registered = Devices registered by you
granted-left = Devices left
granted-limits = Limits

## Audit actions

audit-action-relationship-decline = Declined a relationship
audit-action-relationship-change-scope = Changed the limits of a relationship
audit-action-relationship-remove-administration = Removed delegated administration
audit-action-consent-request = Asked for consent
audit-action-consent-renew = Made a new link for a request
audit-action-consent-revoke = Revoked a request for consent
audit-action-consent-send = Sent a request for consent
audit-action-consent-refuse = Opened a consent link
audit-action-link-open = Opened the link for all customers
audit-action-link-close = Closed the link for all customers
audit-action-link-rotate = Replaced the consent link
audit-action-organisation-set-region = Set the region of an organization
audit-action-provider-link = Put a reseller behind a provider
audit-action-provider-unlink = Took a reseller from behind a provider

## admin

admin-region-set = The region is set.
admin-provider-linked = The reseller is behind the provider.
admin-provider-unlinked = The reseller is no longer behind the provider.
