-- Media, links and documents of a conversation: on which shelves a message stands (`domain::shelf`). The marks are made anew where its
-- words are taken into the search index, before the commit of what changed it; those of messages from before by and by.

ALTER TABLE messages ADD COLUMN is_media INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN has_link INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN is_document INTEGER NOT NULL DEFAULT 0;

-- Each holds the messages of its shelf only, so a long thread costs no more than a short one. With the mark in it, counting reads nothing else.
CREATE INDEX messages_with_media ON messages (conversation_id, at, id, is_media) WHERE is_media = 1;
CREATE INDEX messages_with_links ON messages (conversation_id, at, id, has_link) WHERE has_link = 1;
CREATE INDEX messages_with_documents ON messages (conversation_id, at, id, is_document) WHERE is_document = 1;

-- Messages with an id below this one have no marks yet. NULL: all have.
CREATE TABLE shelf_progress (
    only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
    missing_below BLOB
) STRICT;

INSERT INTO shelf_progress (only_row, missing_below)
SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM messages) THEN x'ffffffffffffffffffffffffffffffff' END;
