CREATE TABLE identity_provider (
    organisation_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    client_id text COLLATE "C" NOT NULL,
    client_secret bytea NOT NULL,
    scopes text COLLATE "C" NOT NULL,
    group_claim text COLLATE "C" NOT NULL,
    create_users boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, provider_id)
);

CREATE UNIQUE INDEX identity_provider_id ON identity_provider (provider_id);

CREATE TABLE identity_provider_group (
    organisation_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    group_name text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, provider_id, group_name, role)
);

CREATE TABLE identity_provider_domain (
    domain text COLLATE "C" NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL,
    provider_id uuid NOT NULL
);

CREATE INDEX identity_provider_domains ON identity_provider_domain (organisation_id, provider_id, domain);

CREATE TABLE sign_in_policy (
    organisation_id uuid NOT NULL PRIMARY KEY,
    passwords_allowed boolean NOT NULL,
    second_factor_roles text COLLATE "C" NOT NULL
);

CREATE TABLE sign_in_flow (
    state_digest bytea NOT NULL PRIMARY KEY,
    browser_digest bytea NOT NULL,
    organisation_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    return_to text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE INDEX sign_in_flow_expiry ON sign_in_flow (expires_at);

CREATE TABLE external_identity (
    organisation_id uuid NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    provider_id uuid NOT NULL,
    user_id uuid NOT NULL,
    linked_at timestamptz NOT NULL,
    signed_in_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, issuer, subject)
);

CREATE INDEX external_identity_user ON external_identity (user_id);

CREATE INDEX external_identity_provider ON external_identity (organisation_id, provider_id);

CREATE TABLE passkey (
    user_id uuid NOT NULL,
    passkey_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    name text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, passkey_id)
);

CREATE UNIQUE INDEX passkey_credential ON passkey (credential_id);

CREATE TABLE passkey_challenge (
    token_digest bytea NOT NULL PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    user_id uuid,
    state text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX passkey_challenge_expiry ON passkey_challenge (expires_at);

CREATE TABLE second_factor (
    user_id uuid NOT NULL PRIMARY KEY,
    required_since timestamptz NOT NULL
);
