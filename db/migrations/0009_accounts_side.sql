DROP TABLE "verification_tokens" CASCADE;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "declined_at" timestamp with time zone;