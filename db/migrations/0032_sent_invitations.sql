CREATE TABLE "sent_invitations" (
	"guest_link_id" uuid PRIMARY KEY NOT NULL,
	"content" jsonb,
	"sequence" integer NOT NULL,
	"message_id" text NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sent_invitations" ADD CONSTRAINT "sent_invitations_guest_link_id_guest_links_id_fk" FOREIGN KEY ("guest_link_id") REFERENCES "public"."guest_links"("id") ON DELETE cascade ON UPDATE no action;