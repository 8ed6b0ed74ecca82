-- Find the questions with a sealed address without reading all there ever were: at each start, when
-- the vault is swept, and each night, when addresses are erased.
-- Step: expand.
-- Personal data: none; the id of a key, which the row has already.
CREATE INDEX question_address ON question (community, address_dek) WHERE address_dek IS NOT NULL;
