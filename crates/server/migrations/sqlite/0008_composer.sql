-- What agents have written and not sent, and the line with their name.

-- An agent's draft in a conversation. One that was sent or cleared stays, empty: an older revision that comes late must not come
-- back.
CREATE TABLE drafts (
    agent_id        BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    conversation_id BLOB    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    revision        INTEGER NOT NULL,
    body            TEXT    NOT NULL,
    -- The message that it is to answer.
    reply_to        BLOB,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (agent_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX drafts_by_conversation ON drafts (conversation_id);

-- Whether messages from a number begin with the agent's name.
ALTER TABLE phone_numbers ADD COLUMN adds_signature INTEGER NOT NULL DEFAULT 0;
