-- Ids are the 16 bytes of a UUID (BLOB): half of its text, and every index holds them; their order is that of the text.
-- Times are whole milliseconds since 1970 (UTC). Words (states, directions, kinds) are the domain's JSON words.
-- `version` counts the changes of a row.

-- The numbered log --------------------------------------------------------------------------------------------------------

CREATE TABLE log (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch      BLOB    NOT NULL,
    trimmed_to INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What changed, never its content. AUTOINCREMENT: a number that was trimmed away is never given again.
CREATE TABLE events (
    n               INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL,
    entity_id       BLOB    NOT NULL,
    conversation_id BLOB,
    version         INTEGER NOT NULL,
    -- The only agent it is for; NULL: everyone who may see the entity.
    audience        BLOB
) STRICT;

-- Agents ------------------------------------------------------------------------------------------------------------------

CREATE TABLE settings (
    only_row            INTEGER PRIMARY KEY CHECK (only_row = 1),
    version             INTEGER NOT NULL,
    company_name        TEXT    NOT NULL,
    time_zone           TEXT    NOT NULL,
    is_support_agent_on INTEGER NOT NULL
) STRICT;

INSERT INTO settings (only_row, version, company_name, time_zone, is_support_agent_on)
VALUES (1, 1, 'PerfectChat', 'America/Sao_Paulo', 0);

CREATE TABLE roles (
    id          BLOB    PRIMARY KEY,
    version     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    permissions TEXT    NOT NULL
) STRICT;

CREATE TABLE agents (
    id            BLOB    PRIMARY KEY,
    version       INTEGER NOT NULL,
    first_name    TEXT    NOT NULL,
    last_name     TEXT    NOT NULL,
    email         TEXT    NOT NULL UNIQUE,
    password_hash TEXT    NOT NULL,
    role_id       BLOB    NOT NULL REFERENCES roles (id),
    language      TEXT    NOT NULL,
    is_available  INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX agents_by_role ON agents (role_id);

CREATE TABLE sessions (
    token_hash  BLOB    PRIMARY KEY,
    agent_id    BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    -- How long it lives after its last use.
    lifetime_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_agent ON sessions (agent_id);

-- Our numbers -------------------------------------------------------------------------------------------------------------

CREATE TABLE phone_numbers (
    id           BLOB    PRIMARY KEY,
    version      INTEGER NOT NULL,
    meta_id      TEXT    NOT NULL UNIQUE,
    waba_id      TEXT    NOT NULL,
    phone        TEXT    NOT NULL,
    display_name TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    -- Encrypted by secret_box, bound to Meta's id and the column.
    access_token BLOB    NOT NULL,
    app_secret   BLOB    NOT NULL,
    verify_token BLOB    NOT NULL
) STRICT;

-- Customers ---------------------------------------------------------------------------------------------------------------

CREATE TABLE contacts (
    id             BLOB    PRIMARY KEY,
    version        INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    -- An agent's name stays; until then the name follows the WhatsApp profile.
    is_name_edited INTEGER NOT NULL DEFAULT 0,
    profile_name   TEXT,
    phone          TEXT,
    username       TEXT,
    -- What messages are addressed to: the newest that Meta told.
    wa_id          TEXT,
    user_id        TEXT,
    stage          TEXT    NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT;

-- Everything by which a customer was ever known. Kinds: user_id, wa_id, phone_key (equal for the spellings of one number).
CREATE TABLE contact_identifiers (
    kind       TEXT NOT NULL,
    value      TEXT NOT NULL,
    contact_id BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_identifiers_by_contact ON contact_identifiers (contact_id);

-- Conversations -----------------------------------------------------------------------------------------------------------

CREATE TABLE conversations (
    id                    BLOB    PRIMARY KEY,
    version               INTEGER NOT NULL,
    contact_id            BLOB    NOT NULL REFERENCES contacts (id),
    phone_number_id       BLOB    NOT NULL REFERENCES phone_numbers (id),
    state                 TEXT    NOT NULL,
    unread_count          INTEGER NOT NULL DEFAULT 0,
    read_up_to            BLOB,
    read_up_to_at         INTEGER,
    -- The newest message that is no system line, and what the list shows of it (JSON of MessagePreview).
    last_message_id       BLOB,
    last_message_at       INTEGER,
    last_message          TEXT,
    last_activity_at      INTEGER NOT NULL,
    window_expires_at     INTEGER,
    created_at            INTEGER NOT NULL,
    concluded_at          INTEGER,
    -- Meta's pair rate: nothing goes to this customer before.
    sending_blocked_until INTEGER,
    UNIQUE (contact_id, phone_number_id)
) STRICT;

CREATE INDEX conversations_by_activity ON conversations (state, last_activity_at, id);

CREATE TABLE assignments (
    conversation_id BLOB    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    agent_id        BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    assigned_at     INTEGER NOT NULL,
    -- NULL: the automatic assignment.
    assigned_by     BLOB,
    PRIMARY KEY (conversation_id, agent_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignments_by_agent ON assignments (agent_id);

CREATE TABLE messages (
    id               BLOB    PRIMARY KEY,
    version          INTEGER NOT NULL,
    conversation_id  BLOB    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    direction        TEXT    NOT NULL,
    author           BLOB,
    content          TEXT    NOT NULL,
    at               INTEGER NOT NULL,
    -- A reply has at least one of these; reply_to is NULL while we do not have the quoted message.
    reply_to         BLOB,
    quoted_wamid     TEXT,
    delivery_attempt INTEGER,
    delivery_state   TEXT,
    failure_code     INTEGER,
    failure_details  TEXT,
    is_edited        INTEGER NOT NULL DEFAULT 0,
    is_revoked       INTEGER NOT NULL DEFAULT 0,
    is_forwarded     INTEGER NOT NULL DEFAULT 0,
    is_unread        INTEGER NOT NULL DEFAULT 0,
    -- Meta's id of it; of its newest accepted attempt when it is ours.
    wamid            TEXT,
    meta_media_id    TEXT,
    -- SHA-256 of the command that made it: tells a repeated command from another one with the same id.
    command_hash     BLOB
) STRICT;

CREATE UNIQUE INDEX messages_by_place ON messages (conversation_id, at, id);
CREATE INDEX messages_unread ON messages (conversation_id, at, id) WHERE is_unread = 1;
CREATE INDEX messages_with_unknown_quote ON messages (quoted_wamid) WHERE quoted_wamid IS NOT NULL AND reply_to IS NULL;

-- Which message a wamid is; several of one message when it was attempted again.
CREATE TABLE wamids (
    phone_number_id BLOB    NOT NULL REFERENCES phone_numbers (id),
    wamid           TEXT    NOT NULL,
    message_id      BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    -- 0 for what we did not send.
    attempt         INTEGER NOT NULL,
    -- Statuses name no number, so the wamid stands first.
    PRIMARY KEY (wamid, phone_number_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX wamids_by_message ON wamids (message_id);

-- The emoji is NULL after it was taken away; the time keeps an older reaction from coming back.
CREATE TABLE reactions (
    message_id BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    direction  TEXT    NOT NULL,
    emoji      TEXT,
    at         INTEGER NOT NULL,
    PRIMARY KEY (message_id, direction)
) STRICT, WITHOUT ROWID;

-- Outbound queue ----------------------------------------------------------------------------------------------------------

-- The order of a conversation's queue is `place`. Only its head can be due, so the index below is as long as there are
-- conversations with something to send, not as long as the queue.
CREATE TABLE outbound_queue (
    place                INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id           BLOB    NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
    conversation_id      BLOB    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    phone_number_id      BLOB    NOT NULL REFERENCES phone_numbers (id),
    due_at               INTEGER NOT NULL,
    is_head              INTEGER NOT NULL,
    -- The attempt whose outcome is not known yet; NULL: none is in flight.
    attempt_in_flight    INTEGER,
    recoverable_failures INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX outbound_due ON outbound_queue (due_at, place) WHERE is_head = 1 AND attempt_in_flight IS NULL;
CREATE UNIQUE INDEX outbound_by_conversation ON outbound_queue (conversation_id, place);
CREATE UNIQUE INDEX outbound_one_head ON outbound_queue (conversation_id) WHERE is_head = 1;

CREATE TABLE message_attempts (
    message_id   BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    attempt      INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    finished_at  INTEGER,
    -- accepted, later, paced, failed, unknown, token_refused; NULL: in flight.
    outcome      TEXT,
    failure_code INTEGER,
    wamid        TEXT,
    PRIMARY KEY (message_id, attempt)
) STRICT, WITHOUT ROWID;

-- What Meta delivers ------------------------------------------------------------------------------------------------------

CREATE TABLE webhook_deliveries (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    raw              BLOB    NOT NULL,
    -- Which app signed it: SHA-256 of its secret, as hexadecimal digits.
    signed_by        TEXT,
    received_at      INTEGER NOT NULL,
    processed_at     INTEGER,
    set_aside_reason TEXT
) STRICT;

CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (id) WHERE processed_at IS NULL;
CREATE INDEX webhook_deliveries_processed ON webhook_deliveries (processed_at)
    WHERE processed_at IS NOT NULL AND set_aside_reason IS NULL;
CREATE INDEX webhook_deliveries_set_aside ON webhook_deliveries (id) WHERE set_aside_reason IS NOT NULL;

-- Keys of changes that had their effect; Meta delivers many of them more than once.
CREATE TABLE applied_changes (
    key        TEXT    PRIMARY KEY,
    applied_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX applied_changes_by_time ON applied_changes (applied_at);

-- Statuses that came before their message's wamid was known.
CREATE TABLE pending_statuses (
    wamid           TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    failure_code    INTEGER,
    failure_details TEXT,
    at              INTEGER NOT NULL,
    PRIMARY KEY (wamid, status)
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_statuses_by_time ON pending_statuses (at);

-- Account news, and what could not be applied; for administrators.
CREATE TABLE account_news (
    key   TEXT    PRIMARY KEY,
    field TEXT    NOT NULL,
    value TEXT    NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

CREATE TABLE set_aside (
    key    TEXT    PRIMARY KEY,
    field  TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
