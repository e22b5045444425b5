CREATE TABLE identity_provider (
    organisation_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret BLOB NOT NULL,
    scopes TEXT NOT NULL,
    group_claim TEXT NOT NULL,
    create_users INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, provider_id)
) STRICT;

CREATE UNIQUE INDEX identity_provider_id ON identity_provider (provider_id);

CREATE TABLE identity_provider_group (
    organisation_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    group_name TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (organisation_id, provider_id, group_name, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_provider_domain (
    domain TEXT NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL,
    provider_id BLOB NOT NULL
) STRICT;

CREATE INDEX identity_provider_domains ON identity_provider_domain (organisation_id, provider_id, domain);

CREATE TABLE sign_in_policy (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    passwords_allowed INTEGER NOT NULL,
    second_factor_roles TEXT NOT NULL
) STRICT;

CREATE TABLE sign_in_flow (
    state_digest BLOB NOT NULL PRIMARY KEY,
    browser_digest BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    return_to TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE INDEX sign_in_flow_expiry ON sign_in_flow (expires_at);

CREATE TABLE external_identity (
    organisation_id BLOB NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    linked_at INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX external_identity_user ON external_identity (user_id);

CREATE INDEX external_identity_provider ON external_identity (organisation_id, provider_id);

CREATE TABLE passkey (
    user_id BLOB NOT NULL,
    passkey_id BLOB NOT NULL,
    credential_id BLOB NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, passkey_id)
) STRICT;

CREATE UNIQUE INDEX passkey_credential ON passkey (credential_id);

CREATE TABLE passkey_challenge (
    token_digest BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id BLOB,
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX passkey_challenge_expiry ON passkey_challenge (expires_at);

CREATE TABLE second_factor (
    user_id BLOB NOT NULL PRIMARY KEY,
    required_since INTEGER NOT NULL
) STRICT;
