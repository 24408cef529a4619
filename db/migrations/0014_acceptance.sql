CREATE TABLE "blocked_users" (
	"user_id" uuid NOT NULL,
	"blocked_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "blocked_users_user_id_blocked_id_pk" PRIMARY KEY("user_id","blocked_id")
);
--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "body_state" text;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "body_etag" text;--> statement-breakpoint
ALTER TABLE "feeds" ADD COLUMN "body_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shares" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "shares" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shares" ADD COLUMN "accepted_by" uuid;--> statement-breakpoint
ALTER TABLE "blocked_users" ADD CONSTRAINT "blocked_users_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocked_users" ADD CONSTRAINT "blocked_users_blocked_id_users_id_fk" FOREIGN KEY ("blocked_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blocked_users_blocked" ON "blocked_users" USING btree ("blocked_id");--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shares_created_by" ON "shares" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "shares_accepted_by" ON "shares" USING btree ("accepted_by") WHERE accepted_by is not null;--> statement-breakpoint
-- Shares from before have been in effect: they count as accepted, those with an address by whoever has verified it.
UPDATE shares s SET accepted_at = s.created_at, accepted_by = (
  SELECT u.id FROM users u WHERE u.email = s.email AND u.email_verified IS NOT NULL AND u.deleted_at IS NULL);--> statement-breakpoint
-- History knows who shared them.
UPDATE shares s SET created_by = u.id
FROM changes c JOIN changesets cs ON cs.id = c.changeset_id AND cs.actor_kind = 'user'
JOIN users u ON u.id::text = cs.actor_id
WHERE c.entity = 'share' AND c.op = 'added' AND c.entity_id = s.id::text;
