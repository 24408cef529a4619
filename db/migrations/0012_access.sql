ALTER TABLE "faults" ADD COLUMN "count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "faults" ADD COLUMN "last_seen_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- Of faults that happened repeatedly the latest row stays and says how often.
WITH same AS (
  SELECT max(id::text)::uuid AS id, count(*)::int AS count, min(created_at) AS first, max(created_at) AS last FROM faults
  GROUP BY md5("place" || chr(10) || regexp_replace("message", '\d+', '#', 'g') || chr(10) || "trace")
), gone AS (
  DELETE FROM faults WHERE id NOT IN (SELECT id FROM same)
)
UPDATE faults f SET count = s.count, created_at = s.first, last_seen_at = s.last FROM same s WHERE f.id = s.id;--> statement-breakpoint
CREATE UNIQUE INDEX "faults_fingerprint" ON "faults" USING btree (md5("place" || chr(10) || regexp_replace("message", '\d+', '#', 'g') || chr(10) || "trace"));