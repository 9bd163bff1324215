-- What agents think of PerfectChat itself: one vote a person and release.

CREATE TABLE feedback (
    release  TEXT    NOT NULL,
    agent_id BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    -- 'happy', 'neutral', 'sad'
    mood     TEXT    NOT NULL,
    comment  TEXT    NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (release, agent_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_by_agent ON feedback (agent_id);
