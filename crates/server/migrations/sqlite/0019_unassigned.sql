-- Who sees what is assigned to nobody finds it without looking at what others have.

-- Whether it is assigned to anybody; kept by the triggers below, wherever assignments are written.
ALTER TABLE conversations ADD COLUMN is_assigned INTEGER NOT NULL DEFAULT 0;

UPDATE conversations SET is_assigned = 1 WHERE id IN (SELECT conversation_id FROM assignments);

-- None of its columns changes with a message, so a message costs as before.
CREATE INDEX conversations_unassigned ON conversations (phone_number_id, id) WHERE is_assigned = 0;

CREATE TRIGGER assignment_came AFTER INSERT ON assignments
BEGIN
    UPDATE conversations SET is_assigned = 1 WHERE id = new.conversation_id AND is_assigned = 0;
END;

-- Also when the agent is removed, or the conversation: then there is no row to be changed.
CREATE TRIGGER assignment_went AFTER DELETE ON assignments
    WHEN NOT EXISTS (SELECT 1 FROM assignments WHERE conversation_id = old.conversation_id)
BEGIN
    UPDATE conversations SET is_assigned = 0 WHERE id = old.conversation_id;
END;
