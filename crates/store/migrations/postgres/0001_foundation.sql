CREATE TABLE organisation (
    organisation_id uuid NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    domain text COLLATE "C",
    created_at timestamptz NOT NULL,
    folded text COLLATE "C" NOT NULL
);

CREATE TABLE user_account (
    user_id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    email text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C" NOT NULL,
    failed_attempts bigint NOT NULL,
    locked_until timestamptz,
    disabled boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX user_account_email ON user_account (email);

CREATE INDEX user_account_organisation ON user_account (organisation_id, email);

CREATE TABLE session (
    token_digest bytea NOT NULL PRIMARY KEY,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    csrf_token text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX session_of_user ON session (user_id);

CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE relationship (
    tenant_id uuid NOT NULL,
    relationship_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    delegated_administration boolean NOT NULL,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, relationship_id)
);

CREATE INDEX relationship_partner ON relationship (partner_id, tenant_id);

CREATE TABLE custom_tag (
    tenant_id uuid NOT NULL,
    tag text COLLATE "C" NOT NULL,
    profile text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, tag)
);

CREATE TABLE batch (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    partner_id uuid NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, batch_id)
);

CREATE UNIQUE INDEX batch_name ON batch (tenant_id, name);

CREATE TABLE upload (
    tenant_id uuid NOT NULL,
    upload_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    file_name text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    options text COLLATE "C" NOT NULL,
    recognition text COLLATE "C",
    refusal text COLLATE "C",
    bytes bigint NOT NULL,
    sha256 bytea,
    parts bigint NOT NULL,
    total_rows bigint NOT NULL,
    ok_rows bigint NOT NULL,
    warning_rows bigint NOT NULL,
    error_rows bigint NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, upload_id)
);

CREATE INDEX upload_state ON upload (state, created_at);

CREATE TABLE upload_part (
    tenant_id uuid NOT NULL,
    upload_id uuid NOT NULL,
    part bigint NOT NULL,
    first_line bigint NOT NULL,
    first_row bigint NOT NULL,
    total_rows bigint NOT NULL,
    ok_rows bigint NOT NULL,
    warning_rows bigint NOT NULL,
    error_rows bigint NOT NULL,
    duplicates text COLLATE "C",
    data bytea NOT NULL,
    PRIMARY KEY (tenant_id, upload_id, part)
);

CREATE TABLE job (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    upload_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    retry_of uuid,
    group_tag text COLLATE "C",
    order_id text COLLATE "C",
    purchase_id text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    reason text COLLATE "C",
    total_rows bigint NOT NULL,
    parts bigint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, job_id)
);

CREATE INDEX job_upload ON job (tenant_id, upload_id);

CREATE TABLE job_request (
    organisation_id uuid NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    digest bytea NOT NULL,
    PRIMARY KEY (organisation_id, request_id)
);

CREATE TABLE job_part (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    part bigint NOT NULL,
    first_row bigint NOT NULL,
    total_rows bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    lease_owner uuid,
    lease_until timestamptz,
    attempts bigint NOT NULL,
    registered bigint NOT NULL,
    already bigint NOT NULL,
    failed bigint NOT NULL,
    cancelled bigint NOT NULL,
    result bytea,
    done_at timestamptz,
    PRIMARY KEY (tenant_id, job_id, part)
);

CREATE INDEX job_part_open ON job_part (part, job_id) WHERE state = 'open';

CREATE TABLE device (
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    job_id uuid NOT NULL,
    serial_number text COLLATE "C",
    manufacturer text COLLATE "C",
    model text COLLATE "C",
    product_key text COLLATE "C",
    group_tag text COLLATE "C",
    identity bigint NOT NULL,
    strength bigint NOT NULL,
    state bigint NOT NULL,
    registered_at timestamptz NOT NULL,
    last_contact_at timestamptz,
    PRIMARY KEY (tenant_id, device_id)
);

CREATE INDEX device_serial ON device (tenant_id, serial_number, device_id);

CREATE TABLE device_run (
    tenant_id uuid NOT NULL,
    first_device uuid NOT NULL,
    last_device uuid NOT NULL,
    batch_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, first_device)
);

CREATE TABLE device_hash (
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
);

CREATE TABLE device_event (
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    event_id uuid NOT NULL,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    job_id uuid,
    detail text COLLATE "C",
    PRIMARY KEY (tenant_id, device_id, event_id)
);

CREATE TABLE device_count (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    group_tag text COLLATE "C" NOT NULL,
    state bigint NOT NULL,
    devices bigint NOT NULL,
    PRIMARY KEY (tenant_id, batch_id, group_tag, state)
);

CREATE TABLE claim_tuple (
    serial_number text COLLATE "C" NOT NULL,
    manufacturer text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    PRIMARY KEY (serial_number, manufacturer, model)
);

CREATE TABLE claim_product_key (
    product_key text COLLATE "C" NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL
);

CREATE TABLE claim_endorsement_key (
    digest bytea NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL
);

CREATE TABLE claim_uuid (
    uuid uuid NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL
);

CREATE TABLE claim_hardware (
    digest bytea NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL
);

CREATE TABLE catalogue (
    manufacturer text COLLATE "C" NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL
);

CREATE TABLE catalogue_device (
    serial_number text COLLATE "C" NOT NULL,
    manufacturer text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    product_key text COLLATE "C",
    folded text COLLATE "C" NOT NULL,
    PRIMARY KEY (serial_number, manufacturer, model)
);

CREATE INDEX catalogue_device_folded ON catalogue_device (folded);

CREATE UNIQUE INDEX catalogue_device_product_key ON catalogue_device (product_key) WHERE product_key IS NOT NULL;

CREATE TABLE audit_entry (
    organisation_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text COLLATE "C" NOT NULL,
    actor_organisation_id uuid,
    actor_organisation text COLLATE "C" NOT NULL,
    on_behalf_of uuid,
    on_behalf_of_name text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    object_kind text COLLATE "C" NOT NULL,
    object_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, entry_id)
);

ALTER TABLE device_hash ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE upload_part ALTER COLUMN data SET STORAGE EXTERNAL;

ALTER TABLE job_part ALTER COLUMN result SET STORAGE EXTERNAL;
