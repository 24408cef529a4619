CREATE TABLE "guest_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"email" text,
	"name" text,
	"locale" text,
	"remind_minutes_before" integer,
	"unsubscribed" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "guest_links_one_guest" CHECK (num_nonnulls(email, name) <= 1)
);
--> statement-breakpoint
CREATE TABLE "invited_groups" (
	"event_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	CONSTRAINT "invited_groups_event_id_group_id_pk" PRIMARY KEY("event_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "alarm_due" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"guest_link_id" uuid,
	"event_id" uuid NOT NULL,
	"recurrence_id" text,
	"method" text NOT NULL,
	"trigger" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"fired_at" timestamp with time zone,
	CONSTRAINT "alarm_due_once" UNIQUE NULLS NOT DISTINCT("event_id","user_id","guest_link_id","recurrence_id","method","trigger","starts_at"),
	CONSTRAINT "alarm_due_one_person" CHECK (num_nonnulls(user_id, guest_link_id) = 1)
);
--> statement-breakpoint
CREATE TABLE "notification_preferences" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"quiet_from" smallint,
	"quiet_to" smallint,
	"digest_at" smallint DEFAULT 420 NOT NULL,
	"agenda" text DEFAULT 'off' NOT NULL,
	"digested_on" text,
	"default_alarms" jsonb
);
--> statement-breakpoint
CREATE TABLE "notification_settings" (
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"mode" text NOT NULL,
	CONSTRAINT "notification_settings_user_id_kind_channel_pk" PRIMARY KEY("user_id","kind","channel")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_id" uuid,
	"recurrence_id" text,
	"group_id" uuid,
	"calendar_id" uuid,
	"stream" text,
	"seq" bigint,
	"starts_at" timestamp with time zone,
	"is_late" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone,
	"dismissed_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"awaits_digest" boolean DEFAULT false NOT NULL,
	CONSTRAINT "notifications_once" UNIQUE("user_id","kind","stream","seq")
);
--> statement-breakpoint
CREATE TABLE "received_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"event_id" uuid,
	CONSTRAINT "received_mails_message" UNIQUE("message_id")
);
--> statement-breakpoint
ALTER TABLE "alarms" ALTER COLUMN "minutes_before" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_settings" ADD COLUMN "own_alarms" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "notification_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "event_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "guest_link_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "fallback_for" uuid;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "guest_list_hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "capacity" integer;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "answer_by" date;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "organizer_id" uuid;--> statement-breakpoint
ALTER TABLE "layers" ADD COLUMN "own_alarms" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "muted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "declined_events" text DEFAULT 'struck' NOT NULL;--> statement-breakpoint
ALTER TABLE "guest_links" ADD CONSTRAINT "guest_links_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_links" ADD CONSTRAINT "guest_links_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invited_groups" ADD CONSTRAINT "invited_groups_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invited_groups" ADD CONSTRAINT "invited_groups_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_due" ADD CONSTRAINT "alarm_due_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_due" ADD CONSTRAINT "alarm_due_guest_link_id_guest_links_id_fk" FOREIGN KEY ("guest_link_id") REFERENCES "public"."guest_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_due" ADD CONSTRAINT "alarm_due_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_settings" ADD CONSTRAINT "notification_settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "received_mails" ADD CONSTRAINT "received_mails_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "guest_links_email" ON "guest_links" USING btree ("event_id","email") WHERE email is not null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "guest_links_name" ON "guest_links" USING btree ("event_id","name") WHERE name is not null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "guest_links_open" ON "guest_links" USING btree ("event_id") WHERE email is null and name is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "invited_groups_group" ON "invited_groups" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "alarm_due_next" ON "alarm_due" USING btree ("due_at") WHERE fired_at is null;--> statement-breakpoint
CREATE INDEX "alarm_due_user" ON "alarm_due" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "alarm_due_guest" ON "alarm_due" USING btree ("guest_link_id") WHERE guest_link_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_of_user" ON "notifications" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id") WHERE read_at is null and dismissed_at is null;--> statement-breakpoint
CREATE INDEX "notifications_digest" ON "notifications" USING btree ("user_id") WHERE awaits_digest;--> statement-breakpoint
CREATE INDEX "notifications_event" ON "notifications" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "notifications_group" ON "notifications" USING btree ("group_id") WHERE group_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_calendar" ON "notifications" USING btree ("calendar_id") WHERE calendar_id is not null;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notification_id_notifications_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notifications"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_guest_link_id_guest_links_id_fk" FOREIGN KEY ("guest_link_id") REFERENCES "public"."guest_links"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organizer_id_users_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_event" ON "deliveries" USING btree ("event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "deliveries_notification" ON "deliveries" USING btree ("notification_id") WHERE notification_id is not null;--> statement-breakpoint
CREATE INDEX "deliveries_guest" ON "deliveries" USING btree ("guest_link_id") WHERE guest_link_id is not null;--> statement-breakpoint
CREATE INDEX "events_organizer" ON "events" USING btree ("organizer_id") WHERE organizer_id is not null;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_one_time" CHECK (num_nonnulls(minutes_before, at) = 1);--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_capacity" CHECK (capacity > 0);--> statement-breakpoint
INSERT INTO calendar_settings (user_id, calendar_id, own_alarms)
SELECT DISTINCT user_id, calendar_id, true FROM alarms WHERE calendar_id IS NOT NULL
ON CONFLICT (user_id, calendar_id) DO UPDATE SET own_alarms = true;--> statement-breakpoint
-- Not of events from files, nor of parts of their series: these have an organizer elsewhere.
WITH RECURSIVE imported AS (
  SELECT event_id AS id FROM received UNION SELECT e.id FROM events e JOIN imported i ON e.split_from = i.id)
UPDATE events SET organizer_id = created_by
WHERE uid LIKE '%@kinday' AND EXISTS (SELECT 1 FROM attendees a WHERE a.event_id = events.id)
  AND id NOT IN (SELECT id FROM imported);
