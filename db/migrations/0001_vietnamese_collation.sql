-- Sorting people and places as a Vietnamese reader expects: a < ă < â, and tones after letters.
CREATE COLLATION IF NOT EXISTS "vietnamese" (provider = icu, locale = 'vi');
