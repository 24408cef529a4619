ALTER TABLE "shares" DROP CONSTRAINT "shares_one_receiver";--> statement-breakpoint
ALTER TABLE "shares" ADD COLUMN "email" text;--> statement-breakpoint
CREATE INDEX "calendars_deleted" ON "calendars" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "shares_email" ON "shares" USING btree ("email","calendar_id");--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_one_receiver" CHECK (num_nonnulls(user_id, group_id, email) = 1);