ALTER TABLE "tasks" ADD COLUMN "swap_day" date;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "rotation" jsonb;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_rotation" CHECK (rotation is null or (rule is not null and duty_minutes is not null));