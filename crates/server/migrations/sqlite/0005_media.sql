-- Files. The bytes lie in the data folder under the id and never change.

CREATE TABLE media (
    id          BLOB    PRIMARY KEY,
    mime_type   TEXT    NOT NULL,
    file_name   TEXT,
    byte_size   INTEGER NOT NULL,
    width       INTEGER,
    height      INTEGER,
    duration_ms INTEGER,
    -- NULL: a customer's.
    uploaded_by BLOB    REFERENCES agents (id) ON DELETE SET NULL,
    created_at  INTEGER NOT NULL
) STRICT;

-- Which messages hold a file: several after it was forwarded, none before an upload is sent.
CREATE TABLE media_holders (
    message_id BLOB NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    media_id   BLOB NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    PRIMARY KEY (message_id, media_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_holders_by_media ON media_holders (media_id);

-- Files that perhaps nobody needs any more: first the row of `media` goes, then the bytes, then the row here.
CREATE TABLE media_to_check (
    media_id BLOB    PRIMARY KEY,
    due_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX media_to_check_due ON media_to_check (due_at);

CREATE TRIGGER media_let_go AFTER DELETE ON media_holders
BEGIN
    INSERT INTO media_to_check (media_id, due_at) VALUES (old.media_id, 0)
    ON CONFLICT (media_id) DO UPDATE SET due_at = 0;
END;

-- Customers' files that Meta has and we do not yet.
CREATE TABLE media_fetches (
    message_id    BLOB    PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    meta_media_id TEXT    NOT NULL,
    -- What our copy is called; chosen at the first try, so that bytes without a row are overwritten by the next.
    media_id      BLOB,
    due_at        INTEGER NOT NULL,
    failures      INTEGER NOT NULL DEFAULT 0,
    -- Until the worker says what became of it. A process that dies meanwhile leaves it to the next start.
    is_under_way  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX media_fetches_due ON media_fetches (due_at) WHERE is_under_way = 0;

CREATE TRIGGER media_fetch_ended AFTER DELETE ON media_fetches
WHEN old.media_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM media WHERE id = old.media_id)
BEGIN
    INSERT OR IGNORE INTO media_to_check (media_id, due_at) VALUES (old.media_id, 0);
END;

-- What came before there was anyone to fetch it.
INSERT INTO media_fetches (message_id, meta_media_id, due_at)
SELECT id, meta_media_id, at FROM messages WHERE meta_media_id IS NOT NULL;

-- Erasing a message erases its file, unless another message holds it too.
CREATE TRIGGER media_erased AFTER UPDATE OF content ON messages WHEN json_extract(new.content, '$.kind') = 'erased'
BEGIN
    DELETE FROM media_holders WHERE message_id = new.id;
    DELETE FROM media_fetches WHERE message_id = new.id;
END;

-- Files on their way from an agent's device to us. How much is here already, the file itself says.
CREATE TABLE uploads (
    media_id        BLOB    PRIMARY KEY,
    agent_id        BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    -- NULL: for no conversation in particular.
    conversation_id BLOB    REFERENCES conversations (id) ON DELETE CASCADE,
    kind            TEXT    NOT NULL,
    mime_type       TEXT    NOT NULL,
    file_name       TEXT,
    byte_size       INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX uploads_by_time ON uploads (created_at);

CREATE TRIGGER upload_ended AFTER DELETE ON uploads WHEN NOT EXISTS (SELECT 1 FROM media WHERE id = old.media_id)
BEGIN
    INSERT OR IGNORE INTO media_to_check (media_id, due_at) VALUES (old.media_id, 0);
END;

-- What Meta calls our files; each number has its own. Meta forgets them after 30 days.
CREATE TABLE media_at_meta (
    media_id        BLOB    NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    phone_number_id BLOB    NOT NULL REFERENCES phone_numbers (id),
    meta_media_id   TEXT    NOT NULL,
    uploaded_at     INTEGER NOT NULL,
    PRIMARY KEY (media_id, phone_number_id)
) STRICT, WITHOUT ROWID;
