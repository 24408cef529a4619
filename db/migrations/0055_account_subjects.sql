DROP INDEX "connections_account";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "subject" text;--> statement-breakpoint
CREATE UNIQUE INDEX "connections_account" ON "connections" USING btree ("user_id","kind",coalesce(subject, account)) WHERE kind <> 'ics';