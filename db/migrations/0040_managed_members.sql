CREATE TABLE "managed_members" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"color" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "color" text;--> statement-breakpoint
-- The colors of lib/calendar/palette.ts without slate, in the order of joining.
UPDATE "members" SET "color" = (array['tomato', 'tangerine', 'amber', 'lime', 'emerald', 'teal', 'sky', 'indigo', 'violet', 'pink', 'brown'])[(ordered.position - 1) % 11 + 1]
FROM (SELECT group_id, user_id, row_number() OVER (PARTITION BY group_id ORDER BY created_at, user_id) AS position FROM members) ordered
WHERE ordered.group_id = members.group_id AND ordered.user_id = members.user_id;--> statement-breakpoint
ALTER TABLE "members" ALTER COLUMN "color" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "managed_members" ADD CONSTRAINT "managed_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "managed_members" ADD CONSTRAINT "managed_members_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "managed_members_group" ON "managed_members" USING btree ("group_id");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_without_account" CHECK (email is not null or (password_hash is null and not instance_admin));