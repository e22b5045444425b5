ALTER TABLE session ADD COLUMN agent text COLLATE "C";

ALTER TABLE session ADD COLUMN origin text COLLATE "C";

ALTER TABLE user_account ADD COLUMN locale text COLLATE "C";

ALTER TABLE user_account ADD COLUMN folded text COLLATE "C" NOT NULL DEFAULT '';

UPDATE user_account SET folded = lower(name || chr(10) || email);

CREATE TABLE invitation (
    organisation_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    email text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    token_digest bytea NOT NULL,
    invited_by uuid,
    invited_by_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, invitation_id)
);

CREATE UNIQUE INDEX invitation_token ON invitation (token_digest);

CREATE UNIQUE INDEX invitation_email ON invitation (organisation_id, email);

CREATE INDEX invitation_expiry ON invitation (expires_at);

CREATE TABLE password_reset (
    token_digest bytea NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX password_reset_user ON password_reset (user_id);

CREATE INDEX password_reset_expiry ON password_reset (expires_at);

CREATE TABLE mail (
    mail_id uuid NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    organisation_id uuid,
    recipient text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    link text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    lease_owner uuid,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX mail_due ON mail (due_at);

CREATE INDEX mail_expiry ON mail (expires_at);

CREATE TABLE app (
    organisation_id uuid NOT NULL,
    app_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    permissions text COLLATE "C" NOT NULL,
    disabled boolean NOT NULL,
    created_by_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, app_id)
);

CREATE UNIQUE INDEX app_client ON app (app_id);

CREATE TABLE app_secret (
    app_id uuid NOT NULL,
    secret_id uuid NOT NULL,
    digest bytea NOT NULL,
    hint text COLLATE "C" NOT NULL,
    created_by_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (app_id, secret_id)
);
