ALTER TABLE relationship ADD COLUMN scope text NOT NULL DEFAULT '{}';

ALTER TABLE relationship ADD COLUMN reason text;

ALTER TABLE relationship ADD COLUMN decided_by text;
