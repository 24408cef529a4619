CREATE TABLE "feeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"calendar_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"level" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_read_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "attendees" DROP CONSTRAINT "attendees_someone";--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feeds_token" ON "feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "feeds_calendar" ON "feeds" USING btree ("calendar_id");--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_someone" CHECK (num_nonnulls(user_id, email, name) > 0);