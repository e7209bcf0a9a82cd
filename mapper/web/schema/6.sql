-- Version 6: folders that programmes are put in; which jobs are long, so that short ones do not wait for them.

ALTER TABLE programme ADD COLUMN folder TEXT NOT NULL DEFAULT '';  -- as its owner called it, '' for none
ALTER TABLE job ADD COLUMN long INTEGER NOT NULL DEFAULT 0;        -- of a large file, or found to be long once it was read
UPDATE job SET long = 1 WHERE coalesce(payload ->> 'bytes', 0) > 2097152;
