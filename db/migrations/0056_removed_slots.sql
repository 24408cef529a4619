ALTER TABLE "gathering_slots" DROP CONSTRAINT "gathering_slots_time";--> statement-breakpoint
ALTER TABLE "gathering_slots" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "gathering_slots_dates" ON "gathering_slots" USING btree ("gathering_id","start_date","end_date") WHERE start_date is not null and removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "gathering_slots_times" ON "gathering_slots" USING btree ("gathering_id","start_wall","end_wall","start_zone","end_zone") WHERE start_wall is not null and removed_at is null;--> statement-breakpoint
CREATE INDEX "gathering_slots_of" ON "gathering_slots" USING btree ("gathering_id");--> statement-breakpoint
CREATE INDEX "gathering_slots_removed" ON "gathering_slots" USING btree ("removed_at") WHERE removed_at is not null;