# People, their accounts, invitations and passwords.

nav-people = People
nav-apps = Apps
nav-organisations = Organizations
nav-account = My account
sign-in-forgotten = Forgotten password?

## Organizations

organisations-title = Organizations
organisations-lead = Everybody who takes part in this service.
organisations-name = Organization
organisations-kind = Kind
organisations-since = Since
organisations-people = Show people
organisations-none-found = No organization matches

## People

people-title = People
people-lead = Who can sign in for your organization, and what they may do.
people-invitations =
    { $count ->
        [one] { $count } invitation
       *[other] { $count } invitations
    }
people-search = Name or e-mail address
people-none = Nobody yet
people-none-text = Invite the first person. You will get a link to pass on.
people-none-found = Nobody matches
people-none-found-text = Check the spelling, or search for a part of the name or address.
people-more-found = There are more people who match.
person-name = Name
person-roles = Roles
person-account = Account
person-since = Since
person-on = Can sign in
person-off = Switched off
person-locked = Locked
person-locked-until = Too many wrong passwords. Locked until
person-own = This is your own account. If you give up the right to administer people, somebody else has to give it back.
person-save-roles = Save roles
person-enable = Switch on again
person-reset = Reset password
person-disable = Switch off
person-disable-title = Switch off the account of { $value }?
person-disable-text = All sessions end at once, and open invitations that this person sent are withdrawn. Nothing is deleted; you can switch the account on again.
person-reset-mail = Send the link
person-reset-mail-title = Send { $value } a link for a new password?
person-reset-mail-text = The link works once and for a short time. The present password works until the link is used; then all sessions of this person end.
person-reset-link = Create the link
person-reset-link-title = Create a link for a new password for { $value }?
person-reset-link-text = You will see the link once and have to pass it on yourself. The present password works until the link is used; then all sessions of this person end.
reset-link-title = New password for { $value }
reset-link-text = Pass this link on to the person and to nobody else, in a way you trust. Whoever has it can set the password.
role-admin-agent-about = Everything for the customers, people and apps included
role-sales-agent-about = Adds devices and follows the jobs
role-helpdesk-agent-about = Looks, to answer questions
role-global-administrator-about = Everything in the organization, consent and people included
role-intune-administrator-about = Adds and manages devices
role-policy-and-profile-manager-about = Manages devices and profiles
role-global-reader-about = Looks at everything and changes nothing
role-registrar-about = Registers and publishes devices, looks after people and apps
role-reader-about = Looks at everything and changes nothing
role-administrator-about = Organizations, people and relationships
role-support-about = Looks, to help

## Invitations

invite = Invite
invite-title = Invite a person
invite-lead =
    { $count ->
        [one] The person opens a link, chooses a password and is signed in. The link works once, for { $count } day.
       *[other] The person opens a link, chooses a password and is signed in. The link works once, for { $count } days.
    }
invite-mail = Passing the link on
invite-by-mail = Send the link by e-mail
invite-by-mail-text = You will see the link too, and can pass it on in another way.
invited-title = Invitation for { $value }
invited-text = Pass this link on to the person. Whoever has it can open the account.
invited-text-mailed = The link is on its way by e-mail. If it does not arrive, pass it on yourself. Whoever has it can open the account.
link-once = Link, shown only this once
link-until = Works until
link-done = Done
invitations-title = Invitations
invitations-lead = Links that nobody has used yet.
invitations-none = No open invitations
invitations-none-text = Everybody who was invited has an account.
invitation-by = Invited by
invitation-until = Valid until
invitation-act = Action
invitation-expired = Expired
invitation-revoke = Withdraw
invitation-revoke-title = Withdraw the invitation of { $value }?
invitation-revoke-text = The link stops working at once. You can invite the person again.

## Passwords and secret links

password-new = New password
password-again = The same again
password-old = Present password
password-rules = At least 12 characters. Several words are good; your name and your e-mail address are not.
welcome-title = Open your account
welcome-lead = You are invited to work with this service.
welcome-organisation = Organization
welcome-name = Your name
welcome-accept = Open account and sign in
forgotten-title = Forgotten password
forgotten-lead = Enter your e-mail address. If there is an account with it, we send a link for a new password.
forgotten-no-mail = This service cannot send e-mail. Ask the administrator of your organization for a link for a new password.
forgotten-sent =
    { $count ->
        [one] If there is an account with this address, an e-mail is on its way. Its link works once, for { $count } minute.
       *[other] If there is an account with this address, an e-mail is on its way. Its link works once, for { $count } minutes.
    }
forgotten-sent-help = Nothing after a few minutes? Look into the spam folder, check the address, or ask the administrator of your organization.
forgotten-send = Send the link
forgotten-back = Back to sign-in
new-password-title = Set a new password
new-password-lead = Afterwards you sign in with it. All your other sessions end.
new-password-set = Set password
link-over-title = This link no longer works
link-over-password = It was used already, has expired, or a newer one was sent. Your password is unchanged unless you have set a new one.
link-over-invitation = It was used already, has expired, or was withdrawn. If you have opened your account, sign in. Otherwise ask whoever invited you for a new link.
link-over-again = Send a new link

## One's own account

account-title = My account
account-profile = About you
account-mail-language = Language of e-mails
account-mail-language-page = The sender's language
account-save = Save
account-password = Password
account-password-ends = All your other sessions end.
account-password-change = Change password
account-password-wrong = The present password is wrong.
sessions-title = Sessions
sessions-lead = Where you are signed in. Only the kind of browser and a part of the network address are kept.
sessions-end-others = End all others
session-browser = Browser
session-browser-unknown = Unknown browser
session-origin = From
session-origin-local = Local network
session-origin-unknown = Unknown
session-begun = Signed in
session-seen = Last used
session-act = Action
session-current = This session
session-end = End

## What was just done

flash-roles-changed = The roles were changed. They count at once.
flash-person-disabled = The account is switched off. All its sessions have ended.
flash-person-enabled = The account is switched on again.
flash-invitation-revoked = The invitation was withdrawn.
flash-reset-sent = The link for a new password is on its way by e-mail.
flash-password-set = The password was set. Sign in with it.
flash-profile-changed = Saved.
flash-password-changed = The password was changed. All your other sessions have ended.
flash-session-ended = The session has ended.
flash-sessions-ended = All your other sessions have ended.

## Requests that cannot be carried out

invalid-password-simple = The password has too few different characters.
invalid-password-personal = The password can be guessed from your name or your e-mail address.
invalid-password-same = This is the password that you have already.
invalid-password-differs = The two passwords differ.
conflict-mail-off = This service cannot send e-mail.
conflict-last-administrator = Somebody must remain who can administer people. Give another person that role first.
conflict-person-disabled = This account is switched off. Switch it on first.
error-429-wait =
    { $count ->
        [one] There were too many attempts. Try again in { $count } second.
       *[other] There were too many attempts. Try again in { $count } seconds.
    }

## Audit actions

audit-action-user-invite = Invited a person
audit-action-user-revoke-invitation = Withdrew an invitation
audit-action-user-accept-invitation = Accepted an invitation
audit-action-user-change-roles = Changed roles
audit-action-user-disable = Switched an account off
audit-action-user-enable = Switched an account on
audit-action-user-send-reset = Created a link for a new password
audit-action-user-request-reset = Forgotten password: link sent
audit-action-user-change-password = Changed the own password
audit-action-user-change-profile = Changed the own account
audit-action-session-end = Ended sessions
audit-action-mail-fail = Could not deliver an e-mail

## Command line

admin-user-disabled = The account is switched off. Its sessions have ended.
admin-user-enabled = The account is switched on.
demo-mails = Mails are not sent but written into { $path }.
