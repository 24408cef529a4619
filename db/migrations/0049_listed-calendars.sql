ALTER TABLE "connections" ADD COLUMN "listed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "read_only" text;--> statement-breakpoint
UPDATE links SET read_only = e.read_only FROM events e
WHERE e.id = links.event_id AND e.read_only IN ('not-organizer', 'locked', 'special');
