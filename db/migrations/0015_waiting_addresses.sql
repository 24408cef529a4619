-- A share with an address that no account has accepted waits. Those from before 0014 whose address nobody had verified counted
-- as accepted, so the sharer saw them as accepted while the receiver was asked.
UPDATE shares SET accepted_at = NULL WHERE email IS NOT NULL AND accepted_by IS NULL;
