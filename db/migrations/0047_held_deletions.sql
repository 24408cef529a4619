ALTER TABLE "sync_entries" ADD COLUMN "link_id" uuid;--> statement-breakpoint
ALTER TABLE "sync_entries" ADD CONSTRAINT "sync_entries_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."links"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sync_entries_link" ON "sync_entries" USING btree ("link_id") WHERE link_id is not null;