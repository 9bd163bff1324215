-- What the team keeps of its contacts: where they come from, groups, notes, pictures, whom it blocks; and who changed what.

-- Where contacts come from.
CREATE TABLE sources (
    id       BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    -- The name without case and accents.
    name_key TEXT    NOT NULL UNIQUE
) STRICT;

-- The ids of domain::contact::seeded.
INSERT INTO sources (id, version, name, name_key) VALUES
    (x'01900000000070008000000000000001', 1, 'whatsapp', 'whatsapp'),
    (x'01900000000070008000000000000002', 1, 'facebook', 'facebook');

-- Groups of contacts: segments, no groups of WhatsApp.
CREATE TABLE groups (
    id       BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL UNIQUE
) STRICT;

INSERT INTO groups (id, version, name, name_key) VALUES
    (x'01900000000070008000000000000011', 1, 'whatsapp-group', 'whatsapp-group'),
    (x'01900000000070008000000000000012', 1, 'facebook-group', 'facebook-group'),
    (x'01900000000070008000000000000013', 1, 'Indicação', 'indicacao');

-- Who is in a group. Whoever was taken out stays as a row: an older word that comes late must not bring them back.
CREATE TABLE contact_groups (
    contact_id BLOB    NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    group_id   BLOB    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    is_member  INTEGER NOT NULL,
    -- When an agent said so.
    edited_at  INTEGER NOT NULL,
    PRIMARY KEY (contact_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_groups_by_group ON contact_groups (group_id);

-- When an agent last said each of these; NULL: nobody has.
ALTER TABLE contacts ADD COLUMN name_edited_at INTEGER;
ALTER TABLE contacts ADD COLUMN stage_edited_at INTEGER;
ALTER TABLE contacts ADD COLUMN avatar_edited_at INTEGER;
-- The same; 0: it was told by what the customer came through.
ALTER TABLE contacts ADD COLUMN source_edited_at INTEGER;
ALTER TABLE contacts ADD COLUMN source_id BLOB REFERENCES sources (id) ON DELETE SET NULL;
ALTER TABLE contacts ADD COLUMN avatar BLOB REFERENCES media (id) ON DELETE SET NULL;

CREATE INDEX contacts_by_source ON contacts (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX contacts_by_avatar ON contacts (avatar) WHERE avatar IS NOT NULL;

-- Who is known came through WhatsApp, as far as anybody can tell.
UPDATE contacts SET source_id = x'01900000000070008000000000000001', source_edited_at = 0;

-- A picture that nobody has any more is a file that perhaps nobody needs.
CREATE TRIGGER avatar_replaced AFTER UPDATE OF avatar ON contacts
WHEN old.avatar IS NOT NULL AND new.avatar IS NOT old.avatar
BEGIN
    INSERT INTO media_to_check (media_id, due_at) VALUES (old.avatar, 0)
    ON CONFLICT (media_id) DO UPDATE SET due_at = 0;
END;

CREATE TRIGGER avatar_let_go AFTER DELETE ON contacts WHEN old.avatar IS NOT NULL
BEGIN
    INSERT INTO media_to_check (media_id, due_at) VALUES (old.avatar, 0)
    ON CONFLICT (media_id) DO UPDATE SET due_at = 0;
END;

-- At which of our numbers Meta keeps a contact away.
CREATE TABLE blocked_contacts (
    contact_id      BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    phone_number_id BLOB NOT NULL REFERENCES phone_numbers (id) ON DELETE CASCADE,
    PRIMARY KEY (contact_id, phone_number_id)
) STRICT, WITHOUT ROWID;

-- Notes. One that was removed stays without its text, so that a command that comes late does not bring it back.
CREATE TABLE notes (
    id         BLOB    PRIMARY KEY,
    version    INTEGER NOT NULL,
    contact_id BLOB    NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    author     BLOB    NOT NULL,
    body       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at  INTEGER,
    is_removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX notes_by_place ON notes (contact_id, created_at, id);

-- Who became part of whom, for commands that come late.
CREATE TABLE merged_contacts (
    id         BLOB PRIMARY KEY,
    contact_id BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_contacts_by_contact ON merged_contacts (contact_id);

-- Who changed what, and when: ids and names of fields, never what they hold.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    agent_id  BLOB    NOT NULL,
    action    TEXT    NOT NULL,
    entity    TEXT    NOT NULL,
    entity_id BLOB    NOT NULL,
    -- JSON array of names.
    fields    TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_entity ON audit (entity_id, id);
