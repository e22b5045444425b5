ALTER TABLE session ADD COLUMN agent TEXT;

ALTER TABLE session ADD COLUMN origin TEXT;

ALTER TABLE user_account ADD COLUMN locale TEXT;

ALTER TABLE user_account ADD COLUMN folded TEXT NOT NULL DEFAULT '';

UPDATE user_account SET folded = lower(name || char(10) || email);

CREATE TABLE invitation (
    organisation_id BLOB NOT NULL,
    invitation_id BLOB NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    token_digest BLOB NOT NULL,
    invited_by BLOB,
    invited_by_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, invitation_id)
) STRICT;

CREATE UNIQUE INDEX invitation_token ON invitation (token_digest);

CREATE UNIQUE INDEX invitation_email ON invitation (organisation_id, email);

CREATE INDEX invitation_expiry ON invitation (expires_at);

CREATE TABLE password_reset (
    token_digest BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX password_reset_user ON password_reset (user_id);

CREATE INDEX password_reset_expiry ON password_reset (expires_at);

CREATE TABLE mail (
    mail_id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    organisation_id BLOB,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    request_id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_owner BLOB,
    due_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_due ON mail (due_at);

CREATE INDEX mail_expiry ON mail (expires_at);

CREATE TABLE app (
    organisation_id BLOB NOT NULL,
    app_id BLOB NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    disabled INTEGER NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, app_id)
) STRICT;

CREATE UNIQUE INDEX app_client ON app (app_id);

CREATE TABLE app_secret (
    app_id BLOB NOT NULL,
    secret_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    hint TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    PRIMARY KEY (app_id, secret_id)
) STRICT;
