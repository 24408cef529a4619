CREATE TABLE "removed_members" (
	"group_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"removed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "removed_members_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "shares" DROP CONSTRAINT "shares_one_receiver";--> statement-breakpoint
ALTER TABLE "shares" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "delivery_id" uuid;--> statement-breakpoint
ALTER TABLE "removed_members" ADD CONSTRAINT "removed_members_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removed_members" ADD CONSTRAINT "removed_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendars_deleted" ON "calendars" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "shares_email" ON "shares" USING btree ("email","calendar_id");--> statement-breakpoint
CREATE INDEX "groups_image" ON "groups" USING btree ("image") WHERE image is not null;--> statement-breakpoint
CREATE INDEX "invitations_email" ON "invitations" USING btree ("email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "users_image" ON "users" USING btree ("image") WHERE image is not null;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_one_receiver" CHECK (num_nonnulls(user_id, group_id, email) = 1);