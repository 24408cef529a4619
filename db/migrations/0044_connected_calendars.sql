CREATE TABLE "bindings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"remote" jsonb NOT NULL,
	"direction" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"problem" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"cursor" text,
	"placed_in" uuid,
	"placed_detail" text,
	"interval_minutes" integer,
	"last_run_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"next_run_at" timestamp with time zone DEFAULT now(),
	"channel_id" uuid,
	"channel_resource" text,
	"channel_token_hash" text,
	"channel_expires_at" timestamp with time zone,
	"leader_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bindings_remote" UNIQUE("connection_id","remote_id"),
	CONSTRAINT "bindings_channel" UNIQUE("channel_id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"account" text NOT NULL,
	"credentials" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"problem" text,
	"consent_expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_account" UNIQUE("user_id","kind","account")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"binding_id" uuid NOT NULL,
	"event_id" uuid,
	"skipped" text,
	"remote_id" text NOT NULL,
	"state" jsonb NOT NULL,
	"base" jsonb,
	"alarms" jsonb,
	"version" integer,
	"is_dirty" boolean DEFAULT false NOT NULL,
	"origin" text NOT NULL,
	"fingerprint" text,
	"seen_in" uuid,
	CONSTRAINT "links_remote" UNIQUE("binding_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "sync_conflicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"link_id" uuid NOT NULL,
	"field" text NOT NULL,
	"ours" jsonb,
	"theirs" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sync_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"event_id" uuid,
	"title" text NOT NULL,
	"direction" text NOT NULL,
	"op" text NOT NULL,
	"reason" text,
	"changeset_id" uuid
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"binding_id" uuid NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text DEFAULT 'running' NOT NULL,
	"problem" text,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "read_only" text;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_placed_in_calendars_id_fk" FOREIGN KEY ("placed_in") REFERENCES "public"."calendars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_leader_id_bindings_id_fk" FOREIGN KEY ("leader_id") REFERENCES "public"."bindings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_binding_id_bindings_id_fk" FOREIGN KEY ("binding_id") REFERENCES "public"."bindings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_conflicts" ADD CONSTRAINT "sync_conflicts_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_entries" ADD CONSTRAINT "sync_entries_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_entries" ADD CONSTRAINT "sync_entries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_binding_id_bindings_id_fk" FOREIGN KEY ("binding_id") REFERENCES "public"."bindings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bindings_calendar" ON "bindings" USING btree ("calendar_id");--> statement-breakpoint
CREATE INDEX "bindings_placed_in" ON "bindings" USING btree ("placed_in") WHERE placed_in is not null;--> statement-breakpoint
CREATE INDEX "bindings_leader" ON "bindings" USING btree ("leader_id") WHERE leader_id is not null;--> statement-breakpoint
CREATE INDEX "bindings_next_run" ON "bindings" USING btree ("next_run_at") WHERE state = 'active' and leader_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "bindings_both" ON "bindings" USING btree ("calendar_id") WHERE direction = 'both' and leader_id is null;--> statement-breakpoint
CREATE INDEX "links_event" ON "links" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "links_fingerprint" ON "links" USING btree ("binding_id","fingerprint") WHERE fingerprint is not null;--> statement-breakpoint
CREATE INDEX "links_dirty" ON "links" USING btree ("binding_id") WHERE is_dirty;--> statement-breakpoint
CREATE INDEX "sync_conflicts_link" ON "sync_conflicts" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "sync_entries_run" ON "sync_entries" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "sync_entries_event" ON "sync_entries" USING btree ("event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "sync_runs_binding" ON "sync_runs" USING btree ("binding_id","started_at");