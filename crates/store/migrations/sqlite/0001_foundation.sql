CREATE TABLE organisation (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    domain TEXT,
    created_at INTEGER NOT NULL,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE user_account (
    user_id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    failed_attempts INTEGER NOT NULL,
    locked_until INTEGER,
    disabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX user_account_email ON user_account (email);

CREATE INDEX user_account_organisation ON user_account (organisation_id, email);

CREATE TABLE session (
    token_digest BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    csrf_token TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_of_user ON session (user_id);

CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE relationship (
    tenant_id BLOB NOT NULL,
    relationship_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    state TEXT NOT NULL,
    delegated_administration INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    PRIMARY KEY (tenant_id, relationship_id)
) STRICT;

CREATE INDEX relationship_partner ON relationship (partner_id, tenant_id);

CREATE TABLE custom_tag (
    tenant_id BLOB NOT NULL,
    tag TEXT NOT NULL,
    profile TEXT NOT NULL,
    PRIMARY KEY (tenant_id, tag)
) STRICT;

CREATE TABLE batch (
    tenant_id BLOB NOT NULL,
    batch_id BLOB NOT NULL,
    name TEXT NOT NULL,
    partner_id BLOB NOT NULL,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, batch_id)
) STRICT;

CREATE UNIQUE INDEX batch_name ON batch (tenant_id, name);

CREATE TABLE upload (
    tenant_id BLOB NOT NULL,
    upload_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL,
    options TEXT NOT NULL,
    recognition TEXT,
    refusal TEXT,
    bytes INTEGER NOT NULL,
    sha256 BLOB,
    parts INTEGER NOT NULL,
    total_rows INTEGER NOT NULL,
    ok_rows INTEGER NOT NULL,
    warning_rows INTEGER NOT NULL,
    error_rows INTEGER NOT NULL,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, upload_id)
) STRICT;

CREATE INDEX upload_state ON upload (state, created_at);

CREATE TABLE upload_part (
    tenant_id BLOB NOT NULL,
    upload_id BLOB NOT NULL,
    part INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    first_row INTEGER NOT NULL,
    total_rows INTEGER NOT NULL,
    ok_rows INTEGER NOT NULL,
    warning_rows INTEGER NOT NULL,
    error_rows INTEGER NOT NULL,
    duplicates TEXT,
    data BLOB NOT NULL,
    PRIMARY KEY (tenant_id, upload_id, part)
) STRICT;

CREATE TABLE job (
    tenant_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    upload_id BLOB NOT NULL,
    batch_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    retry_of BLOB,
    group_tag TEXT,
    order_id TEXT,
    purchase_id TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    total_rows INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    PRIMARY KEY (tenant_id, job_id)
) STRICT;

CREATE INDEX job_upload ON job (tenant_id, upload_id);

CREATE TABLE job_request (
    organisation_id BLOB NOT NULL,
    request_id TEXT NOT NULL,
    tenant_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (organisation_id, request_id)
) STRICT;

CREATE TABLE job_part (
    tenant_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    part INTEGER NOT NULL,
    first_row INTEGER NOT NULL,
    total_rows INTEGER NOT NULL,
    state TEXT NOT NULL,
    lease_owner BLOB,
    lease_until INTEGER,
    attempts INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    already INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    result BLOB,
    done_at INTEGER,
    PRIMARY KEY (tenant_id, job_id, part)
) STRICT;

CREATE INDEX job_part_open ON job_part (part, job_id) WHERE state = 'open';

CREATE TABLE device (
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    batch_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    serial_number TEXT,
    manufacturer TEXT,
    model TEXT,
    product_key TEXT,
    group_tag TEXT,
    identity INTEGER NOT NULL,
    strength INTEGER NOT NULL,
    state INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    last_contact_at INTEGER,
    PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX device_serial ON device (tenant_id, serial_number, device_id);

CREATE TABLE device_run (
    tenant_id BLOB NOT NULL,
    first_device BLOB NOT NULL,
    last_device BLOB NOT NULL,
    batch_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, first_device)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_hash (
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
) STRICT;

CREATE TABLE device_event (
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    event_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    job_id BLOB,
    detail TEXT,
    PRIMARY KEY (tenant_id, device_id, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_count (
    tenant_id BLOB NOT NULL,
    batch_id BLOB NOT NULL,
    group_tag TEXT NOT NULL,
    state INTEGER NOT NULL,
    devices INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, batch_id, group_tag, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_tuple (
    serial_number TEXT NOT NULL,
    manufacturer TEXT NOT NULL,
    model TEXT NOT NULL,
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    PRIMARY KEY (serial_number, manufacturer, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_product_key (
    product_key TEXT NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_endorsement_key (
    digest BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_uuid (
    uuid BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_hardware (
    digest BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue (
    manufacturer TEXT NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL
) STRICT;

CREATE TABLE catalogue_device (
    serial_number TEXT NOT NULL,
    manufacturer TEXT NOT NULL,
    model TEXT NOT NULL,
    product_key TEXT,
    folded TEXT NOT NULL,
    PRIMARY KEY (serial_number, manufacturer, model)
) STRICT, WITHOUT ROWID;

CREATE INDEX catalogue_device_folded ON catalogue_device (folded);

CREATE UNIQUE INDEX catalogue_device_product_key ON catalogue_device (product_key) WHERE product_key IS NOT NULL;

CREATE TABLE audit_entry (
    organisation_id BLOB NOT NULL,
    entry_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    actor_organisation_id BLOB,
    actor_organisation TEXT NOT NULL,
    on_behalf_of BLOB,
    on_behalf_of_name TEXT,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (organisation_id, entry_id)
) STRICT, WITHOUT ROWID;

-- PostgreSQL keeps what is compressed or cannot be outside the row here; SQLite has 16 KiB pages from the start.
SELECT 1;

SELECT 1;

SELECT 1;
