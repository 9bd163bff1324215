-- Search: which words stand in which message, and which in a contact's name and number.
--
-- Words come folded and cut by the domain, each with all its beginnings; the tokeniser only splits at the spaces between. The indexes
-- keep no text, no order of words and no counts: they propose, the domain decides. What is to be taken in is noted by the triggers below and taken in before the
-- transaction ends.

CREATE VIRTUAL TABLE message_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- The message's row in the index: its time in seconds times 16,384, and a number that is free, so that the newest come first without
-- sorting. NULL: it has no words, or is not in the index yet.
ALTER TABLE messages ADD COLUMN search_place INTEGER;

CREATE INDEX messages_by_search_place ON messages (search_place, conversation_id) WHERE search_place IS NOT NULL;

CREATE TABLE messages_to_index (
    message_id BLOB PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER message_came AFTER INSERT ON messages WHEN new.direction <> 'internal'
BEGIN
    INSERT OR IGNORE INTO messages_to_index (message_id) VALUES (new.id);
END;

CREATE TRIGGER message_moved AFTER UPDATE OF conversation_id ON messages
WHEN new.direction <> 'internal' AND new.conversation_id <> old.conversation_id
BEGIN
    INSERT OR IGNORE INTO messages_to_index (message_id) VALUES (new.id);
END;

-- Where our copy of a file is, and what was found in it, is no matter for a search.
CREATE TRIGGER message_reworded AFTER UPDATE OF content ON messages
WHEN new.direction <> 'internal'
    AND json_remove(new.content, '$.media_id', '$.mime_type', '$.byte_size', '$.duration_ms', '$.waveform', '$.pixels',
        '$.fetch_failure')
    IS NOT json_remove(old.content, '$.media_id', '$.mime_type', '$.byte_size', '$.duration_ms', '$.waveform', '$.pixels',
        '$.fetch_failure')
BEGIN
    INSERT OR IGNORE INTO messages_to_index (message_id) VALUES (new.id);
END;

CREATE TRIGGER message_went AFTER DELETE ON messages WHEN old.search_place IS NOT NULL
BEGIN
    DELETE FROM message_search WHERE rowid = old.search_place;
END;

-- Messages from before there was an index are taken in by and by, newest first: those with an id below this one are still missing.
-- NULL: none is.
CREATE TABLE search_progress (
    only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
    missing_below BLOB
) STRICT;

INSERT INTO search_progress (only_row, missing_below)
SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM messages) THEN x'ffffffffffffffffffffffffffffffff' END;

CREATE VIRTUAL TABLE contact_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

CREATE TABLE contact_search_places (
    place      INTEGER PRIMARY KEY,
    contact_id BLOB    NOT NULL UNIQUE REFERENCES contacts (id) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER contact_search_place_went AFTER DELETE ON contact_search_places
BEGIN
    DELETE FROM contact_search WHERE rowid = old.place;
END;

CREATE TABLE contacts_to_index (
    contact_id BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER contact_came AFTER INSERT ON contacts
BEGIN
    INSERT OR IGNORE INTO contacts_to_index (contact_id) VALUES (new.id);
END;

CREATE TRIGGER contact_renamed AFTER UPDATE OF name, phone, username ON contacts
WHEN new.name IS NOT old.name OR new.phone IS NOT old.phone OR new.username IS NOT old.username
BEGIN
    INSERT OR IGNORE INTO contacts_to_index (contact_id) VALUES (new.id);
END;

INSERT INTO contacts_to_index (contact_id) SELECT id FROM contacts;
