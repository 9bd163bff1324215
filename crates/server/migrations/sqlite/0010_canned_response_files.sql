-- Files of canned responses: everyone may read them, and they are kept for as long as a canned response holds them.

CREATE TABLE canned_response_files (
    canned_response_id BLOB PRIMARY KEY REFERENCES canned_responses (id) ON DELETE CASCADE,
    media_id           BLOB NOT NULL REFERENCES media (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX canned_response_files_by_media ON canned_response_files (media_id);

CREATE TRIGGER canned_response_file_let_go AFTER DELETE ON canned_response_files
BEGIN
    INSERT INTO media_to_check (media_id, due_at) VALUES (old.media_id, 0)
    ON CONFLICT (media_id) DO UPDATE SET due_at = 0;
END;

-- What canned responses named before.
INSERT INTO canned_response_files (canned_response_id, media_id)
SELECT r.id, f.id FROM canned_responses r
JOIN media f ON f.id = unhex(replace(json_extract(r.attachment, '$.media_id'), '-', ''));
