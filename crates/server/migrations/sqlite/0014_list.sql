-- The list: what agents pin, what is marked as unread, and what its filters ask for.

-- Whether an agent wants a conversation on top. One that was let go stays: an older wish that comes late must not bring it back.
CREATE TABLE pins (
    agent_id        BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    conversation_id BLOB    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    -- Also the order: the newest stands first.
    revision        INTEGER NOT NULL,
    is_pinned       INTEGER NOT NULL,
    PRIMARY KEY (agent_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX pins_by_conversation ON pins (conversation_id);
CREATE INDEX pins_in_order ON pins (agent_id, revision) WHERE is_pinned = 1;

-- An agent wants it looked at again although nothing in it is unread.
ALTER TABLE conversations ADD COLUMN is_marked_unread INTEGER NOT NULL DEFAULT 0;

CREATE INDEX conversations_unread ON conversations (state, last_activity_at, id)
    WHERE unread_count > 0 OR is_marked_unread = 1;
CREATE INDEX conversations_by_number ON conversations (phone_number_id, state, last_activity_at, id);
CREATE INDEX conversations_by_closing ON conversations (state, window_expires_at, id) WHERE window_expires_at IS NOT NULL;
