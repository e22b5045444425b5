# What the interface of Partner Center answers when a call cannot be carried out.

api-fault-method = This address does not take this method. See the list of calls in the portal, page API.
api-fault-path = There is no such call. See the list of calls in the portal, page API.
api-fault-token-missing = The request has no access token. Send it in the header Authorization, after the word Bearer.
api-fault-token-ended = The access token does not count: it has ended, or its app, secret or user was switched off. Get a new one.
api-fault-kind = Your organization has no access to this interface. Indirect resellers register devices through their provider, or in the portal.
api-fault-person-missing = This call must be made for a user. Get a token with a user's refresh token or password (app+user).
api-fault-accept = Answers are JSON. Send the header Accept: application/json, or none.
api-fault-permission-missing = The app lacks the permission { $needs }. An Admin agent can give it in the portal, page Apps.
api-fault-role-none = No role in your organization may do this.
api-fault-role-missing = The user may not do this. It needs the role { $needs } or a higher one.
api-fault-too-many =
    { $count ->
        [one] Rate limit is exceeded. Try again in one second.
       *[other] Rate limit is exceeded. Try again in { $count } seconds.
    }
api-fault-ours = Something went wrong on our side. Try again; if it happens again, tell the operator the request ID.
api-fault-body-large = The body has more than { $limit } bytes. Send the devices in several requests.
api-fault-body-cut = The body did not arrive whole. Nothing was registered; send the request again.
api-fault-body-missing = The request has no body.
api-fault-json-kind = { $field } must be of type { $wanted }, not { $found }.
api-fault-json-missing = { $field } is missing.
api-fault-json-encoding = The body is not UTF-8.
api-fault-json-malformed = The body is not JSON that can be read: { $reason } (line { $line }, column { $column }).
api-fault-json-unusable = The body is JSON, but cannot be used: { $reason } (line { $line }, column { $column }).
api-fault-customer-id = { $value } is not the ID of a customer. It is a GUID.
api-fault-customer = There is no such customer, or it has not consented to your organization.
api-fault-batch = There is no such batch of your organization for this customer.
api-fault-device = There is no such device in this batch.
api-fault-policy = There is no such policy of your organization for this customer.
api-fault-tracking = There is no such tracking ID of your organization for this customer.
api-fault-batch-id = A batch ID has 1 to { $limit } characters, none of them a control character, and is neither . nor .. alone.
api-fault-batch-near-tag = The batch ID acts as the group tag. It comes near to the tag { $nearest } but is not it. Write the tag exactly, or give the tag in groupTag.
api-fault-device-fixed = { $field } of a device cannot be changed. Delete the device and register it again.
api-fault-policy-fixed = { $field } of a policy cannot be changed.
api-fault-policies-many = { $field }: a device has one policy at most.
api-fault-enum = { $value } is not a value of { $field }.
api-fault-size = size must be a whole number, not { $value }.
api-fault-continuation = The continuation token cannot be used. Send it exactly as it was given, or begin at the first page.
api-fault-continuation-missing = This page needs the continuation token of another page, in the header { $field }.
api-fault-devices-none = There is no device in the request.
api-fault-relationship-only-none = A relationship can only be ended: relationshipToPartner must be none.
api-fault-sandbox-only = Customers can be deleted in an integration sandbox only. To end a relationship, set relationshipToPartner to none.
api-fault-reseller = { $value } is not a reseller of your organization.
api-fault-grant-type = grant_type must be jwt_token.
api-fault-token-program = The app ID or the secret is wrong, or has ended.
api-fault-token-kind = Apps of this kind of organization get no tokens. An indirect reseller's provider calls for it.
api-fault-token-person = The user name or the password is wrong, or the account is locked.
api-fault-token-second-factor = This user must sign in with more than a password, so a password alone gives no token. The user can make a refresh token for the app in the portal, under My account.
api-fault-token-refresh = The refresh token does not count any more. The user must grant access again.
api-fault-token-tenant = The address names another tenant than the app's. Use the tenant ID of your own organization.
api-fault-token-method = Tokens are asked for with POST.
api-fault-token-many = Too many requests for tokens from this address. Keep a token until it ends.
api-fault-token-form = The form cannot be read, or lacks a field that this grant needs.
api-fault-token-resource = The resource is not known here. Use https://api.partnercenter.microsoft.com.
api-fault-token-grant = This grant type is not supported. Use client_credentials, password or refresh_token.
api-fault-token-scope = The scope is not known here. Use https://api.partnercenter.microsoft.com/.default.
api-fault-request-id-reused = The MS-RequestId was used for another request before. Send the same body again, or take a new ID.
api-fault-body-encoding = The body is compressed ({ $value }). Send it as it is, without the header Content-Encoding.
api-fault-filter = { $field } is not JSON that can be read: { $reason }. It has the members Field, Value and Operator.
api-fault-policies-later = { $field }: a policy is given to a device that is registered. Register it first, then use DevicePolicyUpdates.
api-fault-provider = { $value } is not your organization. Only links of your own can be made.
api-fault-dual-role = { $field } can only be false: an organization has one role here.
api-fault-group-tag = { $value } is not a group tag of this customer. Write a tag exactly as it is, or leave it out.
api-fault-group-tag-near = { $value } is not a group tag of this customer. The nearest one is { $nearest }; every letter counts.
api-fault-text = { $field } has at most { $limit } characters, none of them a control character.
api-fault-devices-twice = There are two lists of devices in the request. Send one.
