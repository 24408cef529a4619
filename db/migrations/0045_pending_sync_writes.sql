DROP INDEX "links_dirty";--> statement-breakpoint
ALTER TABLE "links" ALTER COLUMN "state" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "bindings" ADD COLUMN "approved_deletions" integer;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "pending" jsonb;--> statement-breakpoint
CREATE INDEX "links_dirty" ON "links" USING btree ("binding_id") WHERE is_dirty or pending is not null;