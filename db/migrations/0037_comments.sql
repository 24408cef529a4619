CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid,
	"group_id" uuid,
	"user_id" uuid,
	"email" text,
	"name" text,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	"pinned_at" timestamp with time zone,
	CONSTRAINT "comments_one_thread" CHECK (num_nonnulls(event_id, group_id) = 1),
	CONSTRAINT "comments_one_author" CHECK (num_nonnulls(user_id, email, name) = 1),
	CONSTRAINT "comments_pinned_in_group" CHECK (pinned_at is null or group_id is not null)
);
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comments_of_event" ON "comments" USING btree ("event_id","id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "comments_of_group" ON "comments" USING btree ("group_id","id") WHERE group_id is not null;--> statement-breakpoint
CREATE INDEX "comments_pinned" ON "comments" USING btree ("group_id","pinned_at") WHERE pinned_at is not null;--> statement-breakpoint
CREATE INDEX "comments_of_user" ON "comments" USING btree ("user_id");