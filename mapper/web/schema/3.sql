-- Version 3: what was deleted is removed for good after a while, with its history; nothing else of a history ever is.

DROP TRIGGER decision_remains;
CREATE TRIGGER decision_remains BEFORE DELETE ON decision
WHEN (SELECT deleted FROM programme WHERE id = OLD.programme) IS NULL
BEGIN SELECT RAISE (ABORT, 'decisions are never deleted'); END;

-- A framework may come from several files; what waits in the queue is told so.
UPDATE job SET payload = json_set(payload, '$.files', json_array(json_array(payload ->> 'sha256', name)))
WHERE kind IN ('framework', 'changes') AND payload ->> 'sha256' IS NOT NULL;
