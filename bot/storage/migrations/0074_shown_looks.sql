-- Remember what a message was last drawn as, so that the hourly look need not edit every message
-- that was ever shown: the hash of its card, the day it changed, the day it was last drawn.
-- Step: expand. What was shown before has none of the three and is drawn once.
-- Personal data: none; a hash of what everybody there can read, and days.
ALTER TABLE shown ADD COLUMN looks TEXT;
ALTER TABLE shown ADD COLUMN changed_on TEXT;
ALTER TABLE shown ADD COLUMN drawn_on TEXT;
