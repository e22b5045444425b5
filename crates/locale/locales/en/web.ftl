# What the portal's handlers say.

error-403-needs = Your role does not allow it. It takes at least the role { $role }. Ask the administrator of your organization.
error-403-forged = The form did not come from a page that was opened in this session. Reload the page and try again.
invalid-name = Too long, or with characters that cannot be part of a name.
invalid-text = Too long, or with characters that cannot be part of it.
upload-name-pasted = Pasted list
upload-name-typed = Typed list
fact-processor = Processor
fact-memory = Memory
device-event-requested = Registration requested
devices-more-found = There are more devices whose serial number begins like that.
