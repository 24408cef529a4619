ALTER TABLE "placements" RENAME COLUMN "redaction" TO "detail";--> statement-breakpoint
-- History names it so too: an undo puts back what it finds there.
UPDATE "changes" SET
  "before" = CASE WHEN "before" ? 'redaction' THEN "before" - 'redaction' || jsonb_build_object('detail', "before" -> 'redaction') ELSE "before" END,
  "after" = CASE WHEN "after" ? 'redaction' THEN "after" - 'redaction' || jsonb_build_object('detail', "after" -> 'redaction') ELSE "after" END
WHERE "entity" = 'placement' AND ("before" ? 'redaction' OR "after" ? 'redaction');
