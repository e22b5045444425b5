# Signing in by an identity provider or with a passkey, and setting both up.

nav-sign-in = Sign-in

## The sign-in page

sign-in-organisation = Sign in with your organization
sign-in-passkey = Sign in with a passkey
sign-in-no-email = Type your e-mail address first. It tells which organization you belong to.
sign-in-no-provider = No organization signs in with e-mail addresses of this domain. Use your password, or check the address.
sign-in-only-provider = Your organization no longer takes passwords. Use “Sign in with your organization”.
onward-title = To { $value }
onward-text = You sign in at your organization's own provider and come back afterwards. The address there begins with
onward-go = Continue

## Passkeys in the browser

passkey-noscript-sign-in = Passkeys need JavaScript, which is switched off in this browser. The other ways to sign in work without it.
passkey-noscript = Passkeys need JavaScript, which is switched off in this browser. Everything else works without it.
passkey-trouble = No passkey was used. It was cancelled, took too long, or there is none for this place. Try again.
passkey-unsupported = This browser knows no passkeys.
passkey-elsewhere = Passkeys belong to one address. Open the portal at

## Somebody was not signed in

refused-sign-in-title = You are not signed in
refused-sign-in-groups = One of these groups is needed
refused-sign-in-administrators = Administrators of { $value }
refused-sign-in-again = Back to sign-in
refused-sign-in-provider = the identity provider
sign-in-refusal-browser = The answer of { $provider } came to a browser that did not ask for it.
sign-in-refusal-browser-next = Begin again in this browser, with cookies allowed, at { $address }. If somebody sent you a link: do not use it.
sign-in-refusal-unknown-state = This answer of { $provider } belongs to no sign-in that is under way.
sign-in-refusal-unknown-state-next = Begin again on the sign-in page. If somebody sent you a link: do not use it.
sign-in-refusal-late = The answer of { $provider } came too late.
sign-in-refusal-late-next = Begin again on the sign-in page, and finish within ten minutes.
sign-in-refusal-replayed = This answer of { $provider } was used before.
sign-in-refusal-replayed-next = Begin again on the sign-in page. Going back and reloading do not work here.
sign-in-refusal-denied = { $provider } did not let you through, or you cancelled.
sign-in-refusal-denied-next = Try again. If it was not you who cancelled, ask whoever looks after { $provider }.
sign-in-refusal-provider-error = { $provider } reported an error.
sign-in-refusal-provider-error-next = Try again in a few minutes. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-unreachable = { $provider } does not answer.
sign-in-refusal-unreachable-next = Try again in a few minutes, or sign in another way. If it lasts, give the request ID to the administrator of your organization.
sign-in-refusal-slow = { $provider } did not answer in time.
sign-in-refusal-slow-next = Try again in a few minutes, or sign in another way. If it lasts, give the request ID to the administrator of your organization.
sign-in-refusal-malformed = The answer of { $provider } makes no sense.
sign-in-refusal-malformed-next = The administrator of your organization must check the address of the provider. The request ID leads to the details in the log.
sign-in-refusal-blocked = { $provider } is at an address to which this service does not connect.
sign-in-refusal-blocked-next = The address must be public and begin with https. The administrator of your organization can correct it; only the operator can allow others.
sign-in-refusal-client-refused = { $provider } does not accept the client ID and secret of this service.
sign-in-refusal-client-refused-next = The administrator of your organization must enter them anew. The secret may have expired.
sign-in-refusal-code-refused = { $provider } did not accept the code that it gave.
sign-in-refusal-code-refused-next = Begin again on the sign-in page. If it happens again, the redirect address at the provider may be wrong.
sign-in-refusal-issuer = The proof came from another provider than { $provider }.
sign-in-refusal-issuer-next = Begin again on the sign-in page. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-audience = The proof of { $provider } is meant for another service.
sign-in-refusal-audience-next = The administrator of your organization must check the client ID.
sign-in-refusal-signature = The proof is not signed by { $provider }.
sign-in-refusal-signature-next = Begin again on the sign-in page. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-token-expired = The proof of { $provider } had expired, or the clocks differ.
sign-in-refusal-token-expired-next = Begin again on the sign-in page. If it happens again, the clocks of the two servers must be set.
sign-in-refusal-nonce = The proof of { $provider } answers another sign-in.
sign-in-refusal-nonce-next = Begin again on the sign-in page. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-access-token = The proof of { $provider } does not belong to what came with it.
sign-in-refusal-access-token-next = Begin again on the sign-in page. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-token = The proof of { $provider } is not valid.
sign-in-refusal-token-next = Begin again on the sign-in page. If it happens again, give the request ID to the administrator of your organization.
sign-in-refusal-no-groups = { $provider } did not say in which groups you are.
sign-in-refusal-no-groups-next = An administrator must let { $provider } pass your groups on, or correct the name of the claim here.
sign-in-refusal-not-in-group = You are in no group of { $provider } that has a role here.
sign-in-refusal-not-in-group-next = Ask to be added to one of the groups, then sign in again.
sign-in-refusal-unknown-person = You have no account here, and { $provider } makes none.
sign-in-refusal-unknown-person-next = Ask an administrator to invite you.
sign-in-refusal-no-email = { $provider } gave no e-mail address of yours that can be relied on.
sign-in-refusal-no-email-next = An administrator must let { $provider } pass a verified address on.
sign-in-refusal-email-domain = No accounts are made for e-mail addresses of your domain.
sign-in-refusal-email-domain-next = Ask an administrator to add the domain, or to invite you.
sign-in-refusal-email-taken = No account can be made for your e-mail address.
sign-in-refusal-email-taken-next = Ask an administrator to invite you with another address.
sign-in-refusal-switched-off = Your account is switched off.
sign-in-refusal-switched-off-next = Ask an administrator to switch it on.
sign-in-refusal-last-administrator = Your groups would take the role of the last administrator away from you, and nobody could set anything up any more.
sign-in-refusal-last-administrator-next = Give the administering role to a group that you are in, or make somebody else an administrator first.
sign-in-refusal-only-provider = Your organization lets you in through its identity provider only.
sign-in-refusal-only-provider-next = Use “Sign in with your organization”.
sign-in-refusal-secret = What this service knows of { $provider } cannot be read any more.
sign-in-refusal-secret-next = The administrator of your organization must enter the client secret anew.
sign-in-refusal-gone = This identity provider was removed in the meantime.
sign-in-refusal-gone-next = Begin again on the sign-in page.
sign-in-refusal-unavailable = This way to sign in is not set up.
sign-in-refusal-unavailable-next = Sign in another way. The operator of this service can set it up.
sign-in-refusal-passkey-late = The passkey came too late, or was used for this sign-in before.
sign-in-refusal-passkey-late-next = Begin again on the sign-in page, and finish within five minutes.
sign-in-refusal-passkey-unknown = This passkey belongs to no account, or to another one than the password.
sign-in-refusal-passkey-unknown-next = Choose another passkey, or sign in another way. You can remove unknown passkeys in your password manager.
sign-in-refusal-passkey-invalid = The answer of the passkey is not valid.
sign-in-refusal-passkey-invalid-next = Begin again on the sign-in page. If it happens again, sign in another way and add a new passkey.
sign-in-refusal-passkey-counter = The passkey's counter went back: somebody may have copied it.
sign-in-refusal-passkey-counter-next = Sign in another way, remove this passkey from your account, and tell the administrator of your organization.

## One's own passkeys

passkeys-title = Passkeys
passkeys-text = A passkey signs you in without a password: with the fingerprint, face or PIN of a device, or with a security key.
passkeys-none = No passkeys yet
passkeys-none-text = Give a passkey a name below, and your browser asks for the rest.
passkeys-unavailable = Passkeys are not set up here. The operator must set the public address of the service.
passkey-name = Name
passkey-new-name = Name of the new passkey
passkey-name-default = My passkey
passkey-created = Added
passkey-used = Last used
passkey-acts = Actions
passkey-add = Add a passkey
passkey-rename = Rename
passkey-rename-which = Rename { $value }
passkey-rename-title = Rename the passkey
passkey-remove = Remove
passkey-remove-which = Remove { $value }
passkey-remove-title = Remove the passkey { $value }?
passkey-remove-text = It no longer signs you in. Remove it in your browser or on your security key too; this service cannot do that.
second-factor-title = Passkey after the password
second-factor-text = Whoever knows your password still needs one of your passkeys to sign in.
second-factor-demanded = Your organization asks for this because of your role.
second-factor-first = Add a passkey first.
second-factor-is-on = A passkey is asked for after your password.
second-factor-is-off = Your password alone is enough.
second-factor-on = Ask for a passkey
second-factor-off = Do not ask any more
second-factor-ask-title = One more step
second-factor-ask-text = Your password is right. Use one of your passkeys to finish signing in.
second-factor-ask-button = Use a passkey
second-factor-enrol-title = Add your first passkey
second-factor-enrol-text = Your password is right. Your organization also asks for a passkey because of your role; make the first one now.
second-factor-enrol-button = Add the passkey and sign in

## Identity providers

provider-save = Save
providers-title = Sign-in
providers-lead = How the people of your organization sign in.
providers-list = Identity providers
providers-none = No identity provider yet
providers-none-text = With one, people sign in with the account they have anyway, and their groups decide what they may do.
providers-unavailable = Identity providers cannot be used yet: the operator must set the public address of the service.
provider-new = Add an identity provider
provider-name = Name
provider-domains-short = E-mail domains
provider-groups-short = Groups
provider-create-users-short = Makes accounts
provider-by-link-only = By link only
provider-groups-count =
    { $count ->
        [one] { $count } group
       *[other] { $count } groups
    }
provider-lead = A service with OpenID Connect that vouches for your people.
provider-check = Check discovery
provider-check-good =
    { $count ->
        [one] The provider answers and signs with { $count } key.
       *[other] The provider answers and signs with { $count } keys.
    }
provider-delete = Remove
provider-delete-title = Remove { $value }?
provider-delete-text = Whoever signed in through it is signed out and needs another way in. Accounts and what they did remain.
provider-there = To be entered at the provider
provider-redirect = Redirect address
provider-link = Link for your people
provider-link-text = It leads straight to the provider. Put it where your people look for applications.
provider-provider = The provider
provider-issuer = Issuer
provider-issuer-hint = The address by which the provider names itself, beginning with https. Its description lies below it, at /.well-known/openid-configuration.
provider-client-id = Client ID
provider-client-secret = Client secret
provider-client-secret-kept = (empty: as it is)
provider-scopes = Scopes
provider-scopes-hint = Separated by spaces. Some providers tell groups only for a scope of their own, such as groups.
provider-groups = Groups and roles
provider-groups-text = Groups at the provider decide what a person may do here, anew at every sign-in. Whoever is in none of them is not let in.
provider-group-claim = Claim with the groups
provider-group-claim-hint = Its name, or its path with dots, such as realm_access.roles.
provider-group = Group
provider-role = Role
provider-groups-hint = Written exactly as the provider does; some providers give IDs instead of names. Rows without a group are left out. A group can stand in several rows.
provider-people = People
provider-domains = E-mail domains
provider-domains-none = The operator has noted no domain for your organization. Only the operator can add domains; until then the link above leads to the provider.
provider-domains-hint = One a line. Whoever types an address of these domains at sign-in is sent to this provider. You may name { $value } and what is below it; others are added by the operator.
provider-create-users = Make an account at the first sign-in
provider-create-users-text = For people of the groups above whose address is of one of these domains. Otherwise only those who have an account with the same verified address are let in.
provider-secret-note = The client secret is stored sealed and never shown again.
policy-title = Other ways to sign in
policy-passwords = Passwords
policy-passwords-allowed = Passwords are taken
policy-passwords-allowed-text = People may also use a password or a passkey of this service.
policy-passwords-refused = Only the identity provider
policy-passwords-refused-text = No passwords. Passkeys work only for accounts that no provider vouches for: keep one such account for the day the provider is down.
policy-second-factor = Ask for a passkey after the password
policy-second-factor-text = For people with these roles. Whoever has no passkey yet makes one at the next sign-in.
flash-provider-saved = The identity provider was saved. Check whether it answers.
flash-provider-removed = The identity provider was removed.
flash-policy-saved = Saved.
flash-passkey-added = The passkey was added. It signs you in from now on.
flash-passkey-renamed = The passkey was renamed.
flash-passkey-removed = The passkey was removed.
flash-second-factor-on = From now on a passkey is asked for after your password.
flash-second-factor-off = Your password alone is enough again.

## Requests that cannot be carried out (`invalid-`, `conflict-`)

invalid-issuer = This is not the address of a provider. It looks like https://login.example.com, without a question mark.
invalid-issuer-https = The address must begin with https.
invalid-scopes = Scopes are words separated by spaces, without quotation marks.
invalid-groups-missing = Name at least one group and its role. Otherwise nobody could sign in.
invalid-groups-many = There are more than { $value } groups.
invalid-domain = { $value } is not a domain.
invalid-domain-foreign = { $value } is not noted as a domain of your organization. Only the operator can add it.
invalid-domain-taken = One of these domains leads to another identity provider already.
invalid-domains-missing = Name the domains for which accounts are made.
invalid-domains-many = There are more than { $value } domains.
invalid-secret-again = With a new issuer the client secret must be entered anew. A stored secret is shown to no other provider.
conflict-sign-in-nobody = After this, no administrator of your organization could sign in. First let an administrator sign in through an identity provider, or add a passkey to an account that no provider vouches for.
conflict-passkeys-unavailable = Passkeys are not set up here. The operator must set the public address of the service.
conflict-providers-unavailable = Identity providers are not set up here. The operator must set the public address of the service.
conflict-identity-providers-many = Your organization has as many identity providers as it may have. Remove one first.
conflict-passkeys-many = You have as many passkeys as you may have. Remove one first.
conflict-passkey-late = It took too long, or was done before. Try again.
conflict-passkey-taken = This passkey belongs to an account already.
conflict-passkey-invalid = The answer of the browser is not valid. Try again, or use another device.
conflict-passkey-needed = Add a passkey first.
conflict-passkey-second-factor = This is your last passkey, and one is asked for after your password. Add another one first, or switch that off.
conflict-passkey-last-way = This is your last way in. Add another passkey first.

## Audit actions

audit-action-identity-provider-create = Added an identity provider
audit-action-identity-provider-change = Changed an identity provider
audit-action-identity-provider-delete = Removed an identity provider
audit-action-sign-in-policy-change = Changed the rules for sign-in
audit-action-user-link = Linked an account to an identity provider
audit-action-passkey-add = Added a passkey
audit-action-passkey-rename = Renamed a passkey
audit-action-passkey-remove = Removed a passkey
audit-action-second-factor-require = Asked for a passkey after the password
audit-action-second-factor-release = Stopped asking for a passkey after the password

## Command line

admin-secret = Client secret
admin-secret-unread = the client secret cannot be read
admin-identity-provider-deleted = The identity provider was removed. Whoever signed in through it is signed out.
admin-passwords-allowed = Passwords are taken again.

## Accounts of an identity provider, and lost passkeys

account-by-provider = Your organization's identity provider vouches for you, and your groups there decide what you may do:
person-roles-by-groups = Groups at the identity provider decide the roles of this person, anew at every sign-in. Change the groups there:
person-passkeys-remove = Remove the passkeys
person-passkeys-remove-title = Remove all passkeys of { $value }?
person-passkeys-remove-text = For somebody who lost them. None of them signs anybody in any more, no passkey is asked for after the password until there is a new one or a role demands it, and the person's sessions end.
flash-passkeys-removed = The passkeys were removed. The person's sessions have ended.
flash-account-opened = Your account is open. Sign in with the password that you chose; your organization asks for more than that.
conflict-person-federated-roles = Groups at the identity provider decide the roles of this person. Change the groups there.
conflict-person-federated-password = An identity provider vouches for this person. A new password must be set there.
audit-action-user-remove-passkeys = Removed a person's passkeys

admin-passkeys-removed = The passkeys were removed and the sessions ended.
