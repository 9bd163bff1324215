-- Voice notes: how long messages are held and who took them back, what is known of sounds.

ALTER TABLE settings ADD COLUMN hold_voice_seconds INTEGER NOT NULL DEFAULT 5;
ALTER TABLE settings ADD COLUMN hold_text_seconds INTEGER NOT NULL DEFAULT 0;

-- When a message that is held may leave.
ALTER TABLE messages ADD COLUMN held_until INTEGER;
-- One of us has played the customer's sound.
ALTER TABLE messages ADD COLUMN is_played INTEGER NOT NULL DEFAULT 0;

-- How many channels of Opus a sound has, by its bytes. NULL: nobody looked; 0: no Opus that could be heard.
ALTER TABLE media ADD COLUMN opus_channels INTEGER;

-- Messages that somebody took back before the server had them: the command may still be under way.
CREATE TABLE withdrawals (
    message_id BLOB    NOT NULL,
    agent_id   BLOB    NOT NULL,
    -- Of whoever wrote the message, not of this agent alone.
    is_for_all INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (message_id, agent_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX withdrawals_by_time ON withdrawals (at);

INSERT INTO withdrawals (message_id, agent_id, is_for_all, at)
SELECT message_id, agent_id, 0, at FROM withdrawn_messages;

DROP TABLE withdrawn_messages;
