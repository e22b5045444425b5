ALTER TABLE batch ADD COLUMN folded TEXT NOT NULL DEFAULT '';

UPDATE batch SET folded = lower(name);

DROP INDEX batch_name;

CREATE UNIQUE INDEX batch_name ON batch (tenant_id, name, partner_id);

CREATE INDEX batch_folded ON batch (tenant_id, folded, partner_id);

CREATE INDEX device_run_batch ON device_run (tenant_id, batch_id, last_device);

CREATE TABLE device_order (
    tenant_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    order_id TEXT,
    purchase_id TEXT,
    PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_gone (
    tenant_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
