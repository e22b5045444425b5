DROP TABLE audit_entry;

CREATE TABLE audit_log (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE audit_entry (
    organisation_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    entry_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    actor_organisation_id BLOB,
    actor_organisation TEXT NOT NULL,
    on_behalf_of BLOB,
    on_behalf_of_name TEXT,
    about_id BLOB,
    about_name TEXT,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    lower_role TEXT,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (organisation_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_entry_time ON audit_entry (organisation_id, at, sequence);

CREATE INDEX audit_entry_action ON audit_entry (organisation_id, action, sequence);

CREATE INDEX audit_entry_about ON audit_entry (organisation_id, about_id, sequence);

CREATE INDEX audit_entry_actor ON audit_entry (organisation_id, actor_id, sequence);

CREATE TABLE audit_key (
    public_key BLOB NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT;
