-- The thread: texts before an edit, reactions on their way to Meta, what led a customer here, messages taken back in time.

-- What messages held before their authors changed them, by Meta's time of the change.
CREATE TABLE earlier_contents (
    message_id BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    until      INTEGER NOT NULL,
    content    TEXT    NOT NULL,
    PRIMARY KEY (message_id, until)
) STRICT, WITHOUT ROWID;

-- JSON of the advertisement or post through which the customer came.
ALTER TABLE messages ADD COLUMN referral TEXT;

-- A quote shows what its message says: a change of that message is one of the quote.
CREATE INDEX messages_by_quote ON messages (reply_to) WHERE reply_to IS NOT NULL;

-- Which agent put ours, and why Meta did not take it. The wamid is that of our reaction.
ALTER TABLE reactions ADD COLUMN agent_id BLOB;
ALTER TABLE reactions ADD COLUMN failure_code INTEGER;
ALTER TABLE reactions ADD COLUMN failure_details TEXT;
ALTER TABLE reactions ADD COLUMN wamid TEXT;

CREATE INDEX reactions_by_wamid ON reactions (wamid) WHERE wamid IS NOT NULL;

-- Our reactions that Meta does not have yet. Telling one twice does no harm, so an unknown outcome is simply tried again.
CREATE TABLE outbound_reactions (
    message_id BLOB    PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    -- The message's version at the wish: the answer to an older wish settles nothing.
    revision   INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    failures   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX outbound_reactions_due ON outbound_reactions (due_at);

-- Messages that their author took back before the server had them: the command may still be under way.
CREATE TABLE withdrawn_messages (
    message_id BLOB    PRIMARY KEY,
    agent_id   BLOB    NOT NULL,
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX withdrawn_messages_by_time ON withdrawn_messages (at);
