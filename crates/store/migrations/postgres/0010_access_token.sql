CREATE TABLE access_token (
    digest bytea NOT NULL PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    organisation_id uuid NOT NULL,
    app_id uuid NOT NULL,
    secret_id uuid,
    user_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX access_token_user ON access_token (user_id);

CREATE INDEX access_token_app ON access_token (app_id);

CREATE INDEX access_token_expiry ON access_token (expires_at);
