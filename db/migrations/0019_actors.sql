DROP INDEX "changesets_key";--> statement-breakpoint
ALTER TABLE "changesets" ADD COLUMN "on_behalf_of" uuid;--> statement-breakpoint
ALTER TABLE "changesets" ADD CONSTRAINT "changesets_on_behalf_of_users_id_fk" FOREIGN KEY ("on_behalf_of") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "changesets_key" ON "changesets" USING btree ("actor_kind",coalesce("actor_id", ''),"command","key") WHERE key is not null;