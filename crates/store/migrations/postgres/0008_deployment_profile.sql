CREATE TABLE deployment_profile (
    tenant_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    settings text COLLATE "C" NOT NULL,
    devices bigint NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, profile_id)
);

CREATE TABLE device_profile (
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
);

CREATE TABLE assignment (
    tenant_id uuid NOT NULL,
    assignment_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    result bytea NOT NULL,
    PRIMARY KEY (tenant_id, assignment_id)
);

CREATE TABLE request_made (
    organisation_id uuid NOT NULL,
    request_key text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    object_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, request_key)
);
