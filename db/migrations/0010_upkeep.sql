ALTER TABLE "deliveries" ADD COLUMN "taken_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "changes_created" ON "changes" USING btree ("stream","created_at","seq");--> statement-breakpoint
CREATE INDEX "links_calendar" ON "links" USING btree ("calendar_id");--> statement-breakpoint
CREATE INDEX "alarms_calendar" ON "alarms" USING btree ("calendar_id") WHERE calendar_id is not null;--> statement-breakpoint
CREATE INDEX "events_created_by" ON "events" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "invitations_created_by" ON "invitations" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "invitations_delivery" ON "invitations" USING btree ("delivery_id") WHERE delivery_id is not null;--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");