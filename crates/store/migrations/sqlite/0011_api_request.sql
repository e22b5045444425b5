CREATE TABLE api_request (
    organisation_id BLOB NOT NULL,
    app_id BLOB NOT NULL,
    request_row BLOB NOT NULL,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    duration_us INTEGER NOT NULL,
    error TEXT,
    user_name TEXT,
    PRIMARY KEY (organisation_id, app_id, request_row)
) STRICT;

CREATE INDEX api_request_latest ON api_request (organisation_id, request_row);
