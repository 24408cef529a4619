CREATE TABLE "faults" (
	"id" uuid PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"message" text NOT NULL,
	"trace" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
