ALTER TABLE "notifications" ADD COLUMN "connection_id" uuid;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "binding_id" uuid;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_binding_id_bindings_id_fk" FOREIGN KEY ("binding_id") REFERENCES "public"."bindings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notifications_connection" ON "notifications" USING btree ("connection_id") WHERE connection_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_binding" ON "notifications" USING btree ("binding_id") WHERE binding_id is not null;