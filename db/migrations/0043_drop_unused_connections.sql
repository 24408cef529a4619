DROP TABLE "connections" CASCADE;--> statement-breakpoint
DROP TABLE "links" CASCADE;