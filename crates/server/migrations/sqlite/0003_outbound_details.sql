-- Sending: what rests as a whole, how fast a number may send, and what a message's details tell.

-- What rests until a time: one of our numbers (`number:<id in hexadecimal digits>`), a whole account (`account:<its id>`), or
-- everything (`everything`). When its time has come, one message is tried; `probe` is that message while it is in flight.
CREATE TABLE sending_holds (
    subject   TEXT    PRIMARY KEY,
    until     INTEGER NOT NULL,
    -- How many times in a row the limit was met, for the length of the next pause.
    hits      INTEGER NOT NULL,
    code      INTEGER NOT NULL,
    probe     BLOB,
    -- When a message went through again; NULL: it still holds. Kept for a while, so that a limit that comes back soon goes on
    -- from the pause it had.
    lifted_at INTEGER
) STRICT, WITHOUT ROWID;

-- Messages a second, as far as Meta told; NULL: what Meta gives to every number.
ALTER TABLE phone_numbers ADD COLUMN throughput INTEGER;

-- The first due message of each number is found without walking over those of numbers that rest.
DROP INDEX outbound_due;
CREATE INDEX outbound_due ON outbound_queue (phone_number_id, due_at, place)
    WHERE is_head = 1 AND attempt_in_flight IS NULL;

ALTER TABLE message_attempts ADD COLUMN failure_details TEXT;

-- When Meta told of each state of an attempt.
CREATE TABLE message_statuses (
    message_id      BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    attempt         INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    -- Why, when it failed.
    failure_code    INTEGER,
    failure_details TEXT,
    PRIMARY KEY (message_id, attempt, state)
) STRICT, WITHOUT ROWID;
