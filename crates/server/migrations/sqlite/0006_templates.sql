-- What answers are made of: canned responses of the team, and the templates that Meta approved.

CREATE TABLE canned_responses (
    id           BLOB    PRIMARY KEY,
    version      INTEGER NOT NULL,
    shortcut     TEXT    NOT NULL,
    -- The shortcut without case and accents.
    shortcut_key TEXT    NOT NULL UNIQUE,
    title        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    -- JSON array of texts.
    buttons      TEXT    NOT NULL,
    -- JSON of an attachment.
    attachment   TEXT
) STRICT;

-- Templates of WhatsApp Business accounts, as Meta listed them last.
CREATE TABLE templates (
    id              BLOB    PRIMARY KEY,
    version         INTEGER NOT NULL,
    waba_id         TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    language        TEXT    NOT NULL,
    -- Meta's words: open lists.
    status          TEXT    NOT NULL,
    category        TEXT    NOT NULL,
    quality         TEXT,
    rejected_reason TEXT,
    -- JSON: parameter format, header, body, footer, buttons.
    content         TEXT    NOT NULL,
    UNIQUE (waba_id, name, language)
) STRICT;

-- When each account's templates were asked for, and what came of it.
CREATE TABLE template_syncs (
    waba_id      TEXT    PRIMARY KEY,
    -- When Meta last listed them.
    synced_at    INTEGER,
    -- When it last did not, since then, and Meta's code of that; 0: no answer came.
    failed_at    INTEGER,
    failure_code INTEGER
) STRICT, WITHOUT ROWID;
