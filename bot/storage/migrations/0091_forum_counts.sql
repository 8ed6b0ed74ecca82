-- Let a press and the card after it cost the same with ten people on the list or ten thousand: the
-- answers are counted beside the forum, and indexes lead to those who are named in a message and to
-- what one person put on an agenda.
-- Step: expand. What was answered before is counted here, once.
-- Personal data: none; numbers, and an index of rows that are there already.
ALTER TABLE forum ADD COLUMN going BIGINT NOT NULL DEFAULT 0;
ALTER TABLE forum ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;
ALTER TABLE forum ADD COLUMN maybe BIGINT NOT NULL DEFAULT 0;
ALTER TABLE forum ADD COLUMN declined BIGINT NOT NULL DEFAULT 0;
UPDATE forum
   SET going = (SELECT COUNT(*) FROM forum_sign_up AS s WHERE s.community = forum.community
                   AND s.forum = forum.id AND s.seat = 'taken'),
       waiting = (SELECT COUNT(*) FROM forum_sign_up AS s WHERE s.community = forum.community
                     AND s.forum = forum.id AND s.seat = 'waiting'),
       maybe = (SELECT COUNT(*) FROM forum_sign_up AS s WHERE s.community = forum.community
                   AND s.forum = forum.id AND s.answer = 'maybe'),
       declined = (SELECT COUNT(*) FROM forum_sign_up AS s WHERE s.community = forum.community
                      AND s.forum = forum.id AND s.answer = 'not');
CREATE INDEX forum_sign_up_named ON forum_sign_up (community, forum, moved_up, turn)
 WHERE named = 1;
CREATE INDEX forum_item_from ON forum_item (community, forum, person) WHERE person IS NOT NULL;
