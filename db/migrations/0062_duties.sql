ALTER TABLE "tasks" ADD COLUMN "duty_minutes" integer;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "handed_to_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "duty_reminded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "duty_notified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "duty_check_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_handed_to_id_users_id_fk" FOREIGN KEY ("handed_to_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tasks_duty_check" ON "tasks" USING btree ("duty_check_at") WHERE duty_check_at is not null;--> statement-breakpoint
CREATE INDEX "tasks_of_asked" ON "tasks" USING btree ("handed_to_id") WHERE handed_to_id is not null;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_duty" CHECK (duty_minutes is null or (duty_minutes > 0 and wanted is null));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_handed_to" CHECK (handed_to_id is null or duty_minutes is not null);