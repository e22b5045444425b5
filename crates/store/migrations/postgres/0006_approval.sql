ALTER TABLE job ADD COLUMN relationship_id uuid;

ALTER TABLE job ADD COLUMN stopped_by text COLLATE "C";

CREATE TABLE job_approval (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    approved text COLLATE "C" NOT NULL,
    reason text COLLATE "C",
    expires_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, job_id)
);

CREATE INDEX job_approval_waiting ON job_approval (tenant_id, job_id) WHERE state = 'waiting';

CREATE INDEX job_approval_expiry ON job_approval (expires_at) WHERE state = 'waiting';

CREATE TABLE deregistration (
    tenant_id uuid NOT NULL,
    relationship_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    before_job uuid NOT NULL,
    run uuid NOT NULL,
    after_device uuid NOT NULL,
    expected bigint NOT NULL,
    devices bigint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, relationship_id)
);

CREATE INDEX deregistration_open ON deregistration (touched_at, tenant_id, relationship_id) WHERE finished_at IS NULL;

CREATE INDEX device_used ON device (tenant_id, batch_id, group_tag) WHERE last_contact_at IS NOT NULL;
