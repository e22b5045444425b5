ALTER TABLE batch ADD COLUMN folded text COLLATE "C" NOT NULL DEFAULT '';

UPDATE batch SET folded = lower(name);

DROP INDEX batch_name;

CREATE UNIQUE INDEX batch_name ON batch (tenant_id, name, partner_id);

CREATE INDEX batch_folded ON batch (tenant_id, folded, partner_id);

CREATE INDEX device_run_batch ON device_run (tenant_id, batch_id, last_device);

CREATE TABLE device_order (
    tenant_id uuid NOT NULL,
    device_id uuid NOT NULL,
    order_id text COLLATE "C",
    purchase_id text COLLATE "C",
    PRIMARY KEY (tenant_id, device_id)
);

CREATE TABLE device_gone (
    tenant_id uuid NOT NULL PRIMARY KEY
);
