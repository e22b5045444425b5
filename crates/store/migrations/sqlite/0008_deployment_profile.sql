CREATE TABLE deployment_profile (
    tenant_id BLOB NOT NULL,
    profile_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    settings TEXT NOT NULL,
    devices INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, profile_id)
) STRICT;

CREATE TABLE device_profile (
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    profile_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
    tenant_id BLOB NOT NULL,
    assignment_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    result BLOB NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id)
) STRICT;

CREATE TABLE request_made (
    organisation_id BLOB NOT NULL,
    request_key TEXT NOT NULL,
    digest BLOB NOT NULL,
    object_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, request_key)
) STRICT;
