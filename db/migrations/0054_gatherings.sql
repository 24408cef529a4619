CREATE TABLE "gathering_participants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gathering_id" uuid NOT NULL,
	"user_id" uuid,
	"email" text,
	"name" text,
	"name_key" text,
	"contact_email" text,
	"locale" text,
	"is_required" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"voted_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"unsubscribed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "gathering_participants_someone" CHECK (num_nonnulls(user_id, email, name) > 0),
	CONSTRAINT "gathering_participants_account" CHECK (user_id is null or num_nonnulls(email, name, contact_email) = 0)
);
--> statement-breakpoint
CREATE TABLE "gathering_slots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gathering_id" uuid NOT NULL,
	"start_date" date,
	"end_date" date,
	"start_wall" timestamp (0) without time zone,
	"end_wall" timestamp (0) without time zone,
	"start_zone" text,
	"end_zone" text,
	"span_from" timestamp with time zone NOT NULL,
	"span_to" timestamp with time zone NOT NULL,
	"tzdata" text NOT NULL,
	"added_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gathering_slots_time" UNIQUE NULLS NOT DISTINCT("gathering_id","start_date","end_date","start_wall","end_wall","start_zone","end_zone"),
	CONSTRAINT "gathering_slots_span" CHECK (
  (start_date is not null and end_date > start_date
    and start_wall is null and end_wall is null and start_zone is null and end_zone is null)
  or (start_date is null and end_date is null and start_wall is not null and end_wall is not null
    and (start_zone is null) = (end_zone is null))),
	CONSTRAINT "gathering_slots_zone" CHECK (start_date is not null or start_zone is not null)
);
--> statement-breakpoint
CREATE TABLE "gathering_votes" (
	"slot_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"vote" text NOT NULL,
	CONSTRAINT "gathering_votes_slot_id_participant_id_pk" PRIMARY KEY("slot_id","participant_id")
);
--> statement-breakpoint
CREATE TABLE "gatherings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"location" text DEFAULT '' NOT NULL,
	"url" text DEFAULT '' NOT NULL,
	"image" text,
	"status" text DEFAULT 'draft' NOT NULL,
	"organizer_id" uuid NOT NULL,
	"group_id" uuid,
	"access" text NOT NULL,
	"time_zone" text NOT NULL,
	"calendar_id" uuid,
	"event_id" uuid,
	"locked_slot_id" uuid,
	"deadline" timestamp (0) without time zone,
	"deadline_at" timestamp with time zone,
	"deadline_handled_at" timestamp with time zone,
	"lock_rule" text DEFAULT 'none' NOT NULL,
	"quorum" integer,
	"participants_add_slots" boolean DEFAULT false NOT NULL,
	"votes_hidden" boolean DEFAULT false NOT NULL,
	"participants_hidden" boolean DEFAULT false NOT NULL,
	"holds" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "gatherings_slug" UNIQUE("slug"),
	CONSTRAINT "gatherings_slug_length" CHECK (length(slug) <= 39),
	CONSTRAINT "gatherings_deadline" CHECK ((deadline is null) = (deadline_at is null)),
	CONSTRAINT "gatherings_quorum" CHECK (quorum > 0)
);
--> statement-breakpoint
ALTER TABLE "comments" DROP CONSTRAINT "comments_one_thread";--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "gathering_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "gathering_participant_id" uuid;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "gathering_id" uuid;--> statement-breakpoint
ALTER TABLE "gathering_participants" ADD CONSTRAINT "gathering_participants_gathering_id_gatherings_id_fk" FOREIGN KEY ("gathering_id") REFERENCES "public"."gatherings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering_participants" ADD CONSTRAINT "gathering_participants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering_slots" ADD CONSTRAINT "gathering_slots_gathering_id_gatherings_id_fk" FOREIGN KEY ("gathering_id") REFERENCES "public"."gatherings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering_slots" ADD CONSTRAINT "gathering_slots_added_by_fk" FOREIGN KEY ("added_by") REFERENCES "public"."gathering_participants"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering_votes" ADD CONSTRAINT "gathering_votes_slot_id_gathering_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."gathering_slots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gathering_votes" ADD CONSTRAINT "gathering_votes_participant_id_gathering_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."gathering_participants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_organizer_id_users_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."calendars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gatherings" ADD CONSTRAINT "gatherings_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "gathering_participants_user" ON "gathering_participants" USING btree ("gathering_id","user_id") WHERE user_id is not null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "gathering_participants_email" ON "gathering_participants" USING btree ("gathering_id","email") WHERE email is not null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "gathering_participants_name" ON "gathering_participants" USING btree ("gathering_id","name_key") WHERE name_key is not null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "gathering_participants_of" ON "gathering_participants" USING btree ("gathering_id");--> statement-breakpoint
CREATE INDEX "gathering_participants_of_user" ON "gathering_participants" USING btree ("user_id") WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX "gathering_participants_address" ON "gathering_participants" USING btree ("email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "gathering_slots_tzdata" ON "gathering_slots" USING btree ("tzdata") WHERE start_zone is not null;--> statement-breakpoint
CREATE INDEX "gathering_slots_added_by" ON "gathering_slots" USING btree ("added_by") WHERE added_by is not null;--> statement-breakpoint
CREATE INDEX "gathering_votes_of_participant" ON "gathering_votes" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "gatherings_organizer" ON "gatherings" USING btree ("organizer_id");--> statement-breakpoint
CREATE INDEX "gatherings_group" ON "gatherings" USING btree ("group_id") WHERE group_id is not null;--> statement-breakpoint
CREATE INDEX "gatherings_event" ON "gatherings" USING btree ("event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "gatherings_calendar" ON "gatherings" USING btree ("calendar_id") WHERE calendar_id is not null;--> statement-breakpoint
CREATE INDEX "gatherings_image" ON "gatherings" USING btree ("image") WHERE image is not null;--> statement-breakpoint
CREATE INDEX "gatherings_due" ON "gatherings" USING btree ("deadline_at") WHERE status = 'draft' and deadline_handled_at is null;--> statement-breakpoint
CREATE INDEX "gatherings_deleted" ON "gatherings" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_gathering_id_gatherings_id_fk" FOREIGN KEY ("gathering_id") REFERENCES "public"."gatherings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_gathering_participant_id_gathering_participants_id_fk" FOREIGN KEY ("gathering_participant_id") REFERENCES "public"."gathering_participants"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_gathering_id_gatherings_id_fk" FOREIGN KEY ("gathering_id") REFERENCES "public"."gatherings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comments_of_gathering" ON "comments" USING btree ("gathering_id","id") WHERE gathering_id is not null;--> statement-breakpoint
CREATE INDEX "deliveries_participant" ON "deliveries" USING btree ("gathering_participant_id") WHERE gathering_participant_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_gathering" ON "notifications" USING btree ("gathering_id") WHERE gathering_id is not null;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_one_thread" CHECK (num_nonnulls(event_id, group_id, gathering_id) = 1);