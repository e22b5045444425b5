CREATE TABLE organisation_region (
    organisation_id BLOB NOT NULL,
    region TEXT NOT NULL,
    PRIMARY KEY (organisation_id, region)
) STRICT;

CREATE TABLE provider_reseller (
    reseller_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (reseller_id, provider_id)
) STRICT;

CREATE INDEX provider_reseller_provider ON provider_reseller (provider_id, reseller_id);

CREATE TABLE consent_request (
    organisation_id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    submission TEXT NOT NULL,
    token_digest BLOB NOT NULL,
    provider_id BLOB,
    tenant_id BLOB,
    label TEXT NOT NULL,
    folded TEXT NOT NULL,
    state TEXT NOT NULL,
    delegated_administration INTEGER NOT NULL,
    scope TEXT NOT NULL,
    created_by BLOB NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB,
    reason TEXT,
    PRIMARY KEY (organisation_id, request_id)
) STRICT;

CREATE UNIQUE INDEX consent_request_token ON consent_request (token_digest);

CREATE UNIQUE INDEX consent_request_submission ON consent_request (organisation_id, submission);

CREATE INDEX consent_request_tenant ON consent_request (organisation_id, tenant_id);

CREATE TABLE standing_link (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    delegated_administration INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX standing_link_code ON standing_link (code);

CREATE TABLE relationship_event (
    tenant_id BLOB NOT NULL,
    relationship_id BLOB NOT NULL,
    event_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT,
    PRIMARY KEY (tenant_id, relationship_id, event_id)
) STRICT, WITHOUT ROWID;
