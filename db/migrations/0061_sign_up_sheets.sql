CREATE TABLE "task_claims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"user_id" uuid,
	"participant_id" uuid,
	"guest_link_id" uuid,
	"quantity" integer NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_claims_someone" CHECK (num_nonnulls(user_id, participant_id, guest_link_id) = 1),
	CONSTRAINT "task_claims_quantity" CHECK (quantity > 0)
);
--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "wanted" integer;--> statement-breakpoint
ALTER TABLE "task_claims" ADD CONSTRAINT "task_claims_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_claims" ADD CONSTRAINT "task_claims_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_claims" ADD CONSTRAINT "task_claims_participant_id_gathering_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."gathering_participants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_claims" ADD CONSTRAINT "task_claims_guest_link_id_guest_links_id_fk" FOREIGN KEY ("guest_link_id") REFERENCES "public"."guest_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "task_claims_user" ON "task_claims" USING btree ("task_id","user_id") WHERE user_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_claims_participant" ON "task_claims" USING btree ("task_id","participant_id") WHERE participant_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_claims_guest" ON "task_claims" USING btree ("task_id","guest_link_id") WHERE guest_link_id is not null;--> statement-breakpoint
CREATE INDEX "task_claims_of" ON "task_claims" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "task_claims_of_user" ON "task_claims" USING btree ("user_id") WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX "task_claims_of_participant" ON "task_claims" USING btree ("participant_id") WHERE participant_id is not null;--> statement-breakpoint
CREATE INDEX "task_claims_of_guest" ON "task_claims" USING btree ("guest_link_id") WHERE guest_link_id is not null;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_wanted" CHECK (wanted > 0);