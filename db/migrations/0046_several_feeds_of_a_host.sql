ALTER TABLE "connections" DROP CONSTRAINT "connections_account";--> statement-breakpoint
CREATE UNIQUE INDEX "connections_account" ON "connections" USING btree ("user_id","kind","account") WHERE kind <> 'ics';--> statement-breakpoint
CREATE INDEX "connections_user" ON "connections" USING btree ("user_id");