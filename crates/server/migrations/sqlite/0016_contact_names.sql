-- The list of contacts, in the order of their names.

-- What a name is sorted by (domain::contact_list::name_key). SQLite cannot work it out: it is kept up to date with the search index, before
-- the transaction that changed a contact ends.
ALTER TABLE contacts ADD COLUMN name_key TEXT NOT NULL DEFAULT '';

CREATE INDEX contacts_by_name ON contacts (name_key, id);

-- Those that are there get theirs with the first changes after this.
INSERT OR IGNORE INTO contacts_to_index (contact_id) SELECT id FROM contacts;
