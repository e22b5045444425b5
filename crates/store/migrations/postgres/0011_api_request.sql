CREATE TABLE api_request (
    organisation_id uuid NOT NULL,
    app_id uuid NOT NULL,
    request_row uuid NOT NULL,
    at timestamptz NOT NULL,
    method text COLLATE "C" NOT NULL,
    path text COLLATE "C" NOT NULL,
    status bigint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    correlation_id text COLLATE "C" NOT NULL,
    duration_us bigint NOT NULL,
    error text COLLATE "C",
    user_name text COLLATE "C",
    PRIMARY KEY (organisation_id, app_id, request_row)
);

CREATE INDEX api_request_latest ON api_request (organisation_id, request_row);
