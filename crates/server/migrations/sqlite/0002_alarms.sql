-- Alarms for administrators: one row a matter, which counts on and opens again when the matter comes again.
CREATE TABLE alarms (
    id              BLOB    PRIMARY KEY,
    version         INTEGER NOT NULL,
    -- What makes it the same alarm: `token/…`, `template/…`.
    matter          TEXT    NOT NULL UNIQUE,
    code            TEXT    NOT NULL,
    phone_number_id BLOB    REFERENCES phone_numbers (id) ON DELETE CASCADE,
    -- JSON object of texts.
    parameters      TEXT    NOT NULL,
    raised_at       INTEGER NOT NULL,
    count           INTEGER NOT NULL,
    state           TEXT    NOT NULL
) STRICT;

CREATE INDEX alarms_by_time ON alarms (raised_at, id);
CREATE INDEX alarms_not_ended ON alarms (raised_at, id) WHERE state <> 'ended';

-- What was set aside before there were alarms is told once.
INSERT INTO alarms (id, version, matter, code, parameters, raised_at, count, state)
SELECT randomblob(16), 1, 'set_aside', 'set_aside', '{}', max(at), count(*), 'open'
FROM (SELECT at FROM set_aside
      UNION ALL SELECT processed_at FROM webhook_deliveries WHERE set_aside_reason IS NOT NULL)
HAVING count(*) > 0;

-- Pages of what was set aside, newest first.
CREATE INDEX set_aside_by_time ON set_aside (at, key);
CREATE INDEX webhook_deliveries_set_aside_by_time ON webhook_deliveries (processed_at, id)
    WHERE set_aside_reason IS NOT NULL;

-- Reactions, edits and revocations that came before their message.
CREATE TABLE pending_annotations (
    phone_number_id BLOB    NOT NULL REFERENCES phone_numbers (id) ON DELETE CASCADE,
    target_wamid    TEXT    NOT NULL,
    -- Meta's id of the annotation.
    wamid           TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    -- Who did it: inbound, outbound.
    direction       TEXT    NOT NULL,
    -- JSON of what it does.
    body            TEXT    NOT NULL,
    -- Meta's time of it, for the order in which they are applied.
    at              INTEGER NOT NULL,
    kept_at         INTEGER NOT NULL,
    PRIMARY KEY (phone_number_id, target_wamid, wamid)
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_annotations_by_time ON pending_annotations (kept_at);

-- Meta's time of the edit that the content is from: an older one that comes late changes nothing.
ALTER TABLE messages ADD COLUMN edited_at INTEGER;

-- Which of our numbers the status was told about: it may only concern that number's messages. NULL: kept by an older version.
ALTER TABLE pending_statuses ADD COLUMN phone_number_id BLOB;
