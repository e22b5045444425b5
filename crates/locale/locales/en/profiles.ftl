# Deployment profiles: the out-of-box settings that devices receive.

device-deployment-profile = Deployment profile
audit-action-profile-create = Created a deployment profile
audit-action-profile-change = Changed a deployment profile
audit-action-profile-delete = Deleted a deployment profile
audit-action-profile-assign = Assigned deployment profiles
invalid-profile-name = A deployment profile needs a name: one line of at most { $value } characters.
invalid-profile-description = The description is too long, or has characters that cannot be part of it. Use at most { $value } characters.
invalid-assignment-many = These are too many devices for one request. Assign profiles to at most { $value } devices at a time.
invalid-request-key = The request ID is empty, too long, or has characters that cannot be part of it. Use at most { $value } bytes.
conflict-profile-assigned =
    { $count ->
        [one] One device has this deployment profile. Give it another one or none, then delete the profile.
       *[other] { $count } devices have this deployment profile. Give them another one or none, then delete the profile.
    }
conflict-profiles-many = Your organization has made as many deployment profiles for this customer as it can. Delete one that is not used.
