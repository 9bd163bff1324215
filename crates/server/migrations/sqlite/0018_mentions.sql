-- Colleagues whom notes name: whom a note names stands with it, as JSON; who has yet to see it has a row.

ALTER TABLE notes ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]';

CREATE TABLE mentions (
    note_id  BLOB    NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    agent_id BLOB    NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    is_seen  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (note_id, agent_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_to_see ON mentions (agent_id, note_id) WHERE is_seen = 0;
