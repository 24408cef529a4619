ALTER TABLE "task_lists" ALTER COLUMN "group_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "task_lists" ADD COLUMN "event_id" uuid;--> statement-breakpoint
ALTER TABLE "task_lists" ADD COLUMN "recurrence_id" text;--> statement-breakpoint
ALTER TABLE "task_lists" ADD COLUMN "gathering_id" uuid;--> statement-breakpoint
ALTER TABLE "task_lists" ADD CONSTRAINT "task_lists_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_lists" ADD CONSTRAINT "task_lists_gathering_id_gatherings_id_fk" FOREIGN KEY ("gathering_id") REFERENCES "public"."gatherings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "task_lists_of_event" ON "task_lists" USING btree ("event_id",coalesce(recurrence_id, '')) WHERE event_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_lists_of_gathering" ON "task_lists" USING btree ("gathering_id") WHERE gathering_id is not null;--> statement-breakpoint
ALTER TABLE "task_lists" ADD CONSTRAINT "task_lists_owner" CHECK (num_nonnulls(group_id, event_id, gathering_id) = 1);--> statement-breakpoint
ALTER TABLE "task_lists" ADD CONSTRAINT "task_lists_occurrence" CHECK (recurrence_id is null or event_id is not null);