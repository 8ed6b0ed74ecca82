-- 0082_question_duty.sql
-- Remember in which hours a liaison does not want to be pinged.
-- Step: expand. A new table.
-- Personal data: the account of the liaison who set them, until they delete their data.
CREATE TABLE question_duty (
    community TEXT NOT NULL,
    said_by TEXT NOT NULL,
    quiet_from BIGINT NOT NULL,
    quiet_until BIGINT NOT NULL,
    CONSTRAINT question_duty_pk PRIMARY KEY (community, said_by)
) WITHOUT ROWID;
