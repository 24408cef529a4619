ALTER TABLE "overrides" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "overrides" CASCADE;--> statement-breakpoint
ALTER TABLE "attendees" DROP CONSTRAINT "attendees_user";--> statement-breakpoint
ALTER TABLE "events" ALTER COLUMN "unknown" SET DEFAULT '[]'::jsonb;--> statement-breakpoint
UPDATE "events" SET "unknown" = '[]'::jsonb WHERE "unknown" IS NULL;--> statement-breakpoint
ALTER TABLE "events" ALTER COLUMN "unknown" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "overrides" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" DROP COLUMN "recurrence_id";--> statement-breakpoint
ALTER TABLE "events" DROP COLUMN "series_to";--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_email" UNIQUE("event_id","email");--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_user" UNIQUE("event_id","user_id");