ALTER TABLE job ADD COLUMN relationship_id BLOB;

ALTER TABLE job ADD COLUMN stopped_by TEXT;

CREATE TABLE job_approval (
    tenant_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    approved TEXT NOT NULL,
    reason TEXT,
    expires_at INTEGER NOT NULL,
    decided_by BLOB,
    decided_at INTEGER,
    PRIMARY KEY (tenant_id, job_id)
) STRICT;

CREATE INDEX job_approval_waiting ON job_approval (tenant_id, job_id) WHERE state = 'waiting';

CREATE INDEX job_approval_expiry ON job_approval (expires_at) WHERE state = 'waiting';

CREATE TABLE deregistration (
    tenant_id BLOB NOT NULL,
    relationship_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    state TEXT NOT NULL,
    before_job BLOB NOT NULL,
    run BLOB NOT NULL,
    after_device BLOB NOT NULL,
    expected INTEGER NOT NULL,
    devices INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (tenant_id, relationship_id)
) STRICT;

CREATE INDEX deregistration_open ON deregistration (touched_at, tenant_id, relationship_id) WHERE finished_at IS NULL;

CREATE INDEX device_used ON device (tenant_id, batch_id, group_tag) WHERE last_contact_at IS NOT NULL;
