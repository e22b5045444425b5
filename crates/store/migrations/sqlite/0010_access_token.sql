CREATE TABLE access_token (
    digest BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    organisation_id BLOB NOT NULL,
    app_id BLOB NOT NULL,
    secret_id BLOB,
    user_id BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX access_token_user ON access_token (user_id);

CREATE INDEX access_token_app ON access_token (app_id);

CREATE INDEX access_token_expiry ON access_token (expires_at);
