DROP TABLE audit_entry;

CREATE TABLE audit_log (
    organisation_id uuid NOT NULL PRIMARY KEY,
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE audit_entry (
    organisation_id uuid NOT NULL,
    sequence bigint NOT NULL,
    encoding bigint NOT NULL,
    entry_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text COLLATE "C" NOT NULL,
    actor_organisation_id uuid,
    actor_organisation text COLLATE "C" NOT NULL,
    on_behalf_of uuid,
    on_behalf_of_name text COLLATE "C",
    about_id uuid,
    about_name text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    object_kind text COLLATE "C" NOT NULL,
    object_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    lower_role text COLLATE "C",
    detail text COLLATE "C" NOT NULL,
    hash bytea NOT NULL,
    folded text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, sequence)
);

CREATE INDEX audit_entry_time ON audit_entry (organisation_id, at, sequence);

CREATE INDEX audit_entry_action ON audit_entry (organisation_id, action, sequence);

CREATE INDEX audit_entry_about ON audit_entry (organisation_id, about_id, sequence);

CREATE INDEX audit_entry_actor ON audit_entry (organisation_id, actor_id, sequence);

CREATE TABLE audit_key (
    public_key bytea NOT NULL PRIMARY KEY,
    created_at timestamptz NOT NULL
);
