-- 300 conversations with 1,000,000 messages in the year before `made.now`, one every half a minute; the first conversation has 100,000
-- of them. What real use leaves beside them is there too: contacts, wamids and two log rows a message.
-- `made` (now, phone_number_id, agent_id) is a table of the connection.

CREATE TEMP TABLE people AS
WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 299)
SELECT i,
       unhex(printf('%012x70008000%012x', made.now - 31000000000, i)) AS conversation_id,
       unhex(printf('%012x70018000%012x', made.now - 31000000000, i)) AS contact_id,
       printf('55119%08d', 60000000 + i) AS wa_id,
       made.now - 31000000000 AS created_at
FROM numbers, made;
CREATE UNIQUE INDEX temp.people_by_number ON people (i);

INSERT INTO contacts (id, version, name, profile_name, phone, wa_id, stage, created_at)
SELECT contact_id, 1, 'Cliente ' || i, 'Cliente ' || i, '+' || wa_id, wa_id, 'new', created_at FROM people;

INSERT INTO contact_identifiers (kind, value, contact_id)
SELECT 'wa_id', wa_id, contact_id FROM people;

INSERT INTO conversations (id, version, contact_id, phone_number_id, state, last_activity_at, created_at)
SELECT conversation_id, 1, contact_id, made.phone_number_id, 'open', created_at, created_at FROM people, made;

CREATE TEMP TABLE numbered AS
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 1000000)
SELECT i,
       made.now - (1000001 - i) * 30000 AS at,
       CASE WHEN i % 10 = 0 THEN 0 ELSE 1 + (i * 7919) % 299 END AS person
FROM numbers, made;

CREATE TEMP TABLE written AS
SELECT numbered.i,
       at,
       unhex(printf('%012x7%03x8%03x%012x', at, numbered.i % 4096, numbered.i % 4096, numbered.i)) AS id,
       p.conversation_id,
       numbered.i % 3 = 0 AS is_ours,
       CASE numbered.i % 8
           WHEN 0 THEN 'Bom dia! Vocês ainda têm vaga para sábado?'
           WHEN 1 THEN 'Claro, consigo encaixar às 15h. Fica bom assim?'
           WHEN 2 THEN 'Perfeito, obrigada'
           WHEN 3 THEN 'Quanto fica o pacote com doze aulas, já com o material incluído, para duas pessoas da mesma família?'
           WHEN 4 THEN 'ok'
           WHEN 5 THEN 'Mandei o comprovante agora, pode conferir por favor'
           WHEN 6 THEN 'O endereço é o mesmo do mês passado, a entrada é pela rua de trás 😊'
           ELSE 'Vou verificar com a equipe e já te respondo.'
       END || ' ' || numbered.i AS body
FROM numbered JOIN people p ON p.i = numbered.person;

INSERT INTO messages (id, version, conversation_id, direction, author, content, at, delivery_attempt, delivery_state, wamid)
SELECT id, 1, conversation_id,
       CASE WHEN is_ours THEN 'outbound' ELSE 'inbound' END,
       CASE WHEN is_ours THEN made.agent_id END,
       json_object('kind', 'text', 'body', body), at,
       CASE WHEN is_ours THEN 1 END, CASE WHEN is_ours THEN 'read' END, 'wamid.stored.' || i
FROM written, made ORDER BY written.rowid;

INSERT INTO wamids (phone_number_id, wamid, message_id, attempt)
SELECT made.phone_number_id, 'wamid.stored.' || i, id, CASE WHEN is_ours THEN 1 ELSE 0 END
FROM written, made ORDER BY 'wamid.stored.' || i;

INSERT INTO events (kind, entity_id, conversation_id, version)
SELECT CASE half WHEN 0 THEN 'message' ELSE 'conversation' END,
       CASE half WHEN 0 THEN id ELSE conversation_id END,
       conversation_id, 1
FROM written, (SELECT 0 AS half UNION ALL SELECT 1) ORDER BY i, half;

UPDATE conversations SET
    last_message_id = newest.id,
    last_message_at = newest.at,
    last_activity_at = newest.at,
    window_expires_at = newest.at + 86400000,
    last_message = json_object(
        'message_id', lower(substr(hex(newest.id), 1, 8) || '-' || substr(hex(newest.id), 9, 4) || '-' || substr(hex(newest.id), 13, 4)
            || '-' || substr(hex(newest.id), 17, 4) || '-' || substr(hex(newest.id), 21)),
        'direction', CASE WHEN newest.is_ours THEN 'outbound' ELSE 'inbound' END,
        'kind', 'text',
        'text', newest.body)
FROM (SELECT w.*, max(w.i) FROM written w GROUP BY w.conversation_id) AS newest
WHERE newest.conversation_id = conversations.id;

-- They are taken into the search index as after an upgrade, in slices.
DELETE FROM messages_to_index;
UPDATE search_progress SET missing_below = unhex('ffffffffffffffffffffffffffffffff');

DROP TABLE written;
DROP TABLE numbered;
DROP TABLE people;
