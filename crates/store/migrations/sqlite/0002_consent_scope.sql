ALTER TABLE relationship ADD COLUMN scope TEXT NOT NULL DEFAULT '{}';

ALTER TABLE relationship ADD COLUMN reason TEXT;

ALTER TABLE relationship ADD COLUMN decided_by TEXT;
