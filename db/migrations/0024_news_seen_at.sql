ALTER TABLE "users" RENAME COLUMN "looked_at" TO "news_seen_at";--> statement-breakpoint
-- The command was renamed; the activity of a group recognizes a transfer by it.
update changesets set command = 'transferGroup' where command = 'handOverGroup';
