ALTER TABLE "placements" ADD COLUMN "placed_by" uuid;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_placed_by_users_id_fk" FOREIGN KEY ("placed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "placements_placed_by" ON "placements" USING btree ("placed_by") WHERE placed_by is not null;--> statement-breakpoint
-- Who showed it there was not noted before: most are of somebody's own calendar, who then did.
update placements p set placed_by = c.owner_user_id
from placements h join calendars c on c.id = h.calendar_id
where h.event_id = p.event_id and h.home and not p.home;
