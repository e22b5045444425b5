CREATE TABLE organisation_region (
    organisation_id uuid NOT NULL,
    region text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, region)
);

CREATE TABLE provider_reseller (
    reseller_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (reseller_id, provider_id)
);

CREATE INDEX provider_reseller_provider ON provider_reseller (provider_id, reseller_id);

CREATE TABLE consent_request (
    organisation_id uuid NOT NULL,
    request_id uuid NOT NULL,
    submission text COLLATE "C" NOT NULL,
    token_digest bytea NOT NULL,
    provider_id uuid,
    tenant_id uuid,
    label text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    delegated_administration boolean NOT NULL,
    scope text COLLATE "C" NOT NULL,
    created_by uuid NOT NULL,
    created_by_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    reason text COLLATE "C",
    PRIMARY KEY (organisation_id, request_id)
);

CREATE UNIQUE INDEX consent_request_token ON consent_request (token_digest);

CREATE UNIQUE INDEX consent_request_submission ON consent_request (organisation_id, submission);

CREATE INDEX consent_request_tenant ON consent_request (organisation_id, tenant_id);

CREATE TABLE standing_link (
    organisation_id uuid NOT NULL PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    delegated_administration boolean NOT NULL,
    is_open boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX standing_link_code ON standing_link (code);

CREATE TABLE relationship_event (
    tenant_id uuid NOT NULL,
    relationship_id uuid NOT NULL,
    event_id uuid NOT NULL,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    detail text COLLATE "C",
    PRIMARY KEY (tenant_id, relationship_id, event_id)
);
