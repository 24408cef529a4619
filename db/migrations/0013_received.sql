CREATE TABLE "received" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"version" jsonb,
	"instances" jsonb NOT NULL,
	"content" jsonb
);
--> statement-breakpoint
DROP INDEX "placements_uid";--> statement-breakpoint
ALTER TABLE "received" ADD CONSTRAINT "received_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "placements_uid" ON "placements" USING btree ("calendar_id","uid","event_id") WHERE deleted_at is null;