-- Version 7: what of a document was not read, in both languages; its mapping says it in the one of who uploaded it.

ALTER TABLE programme ADD COLUMN unread BLOB;  -- parts with the reason why, JSON, zlib; NULL where it was not told
