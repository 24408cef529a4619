-- Changes of comments no longer contain the name and address of a guest.
UPDATE "changes" SET "before" = "before" - 'email' - 'name', "after" = "after" - 'email' - 'name'
WHERE "entity" = 'comment' AND ("before" ?| array['email', 'name'] OR "after" ?| array['email', 'name']);
