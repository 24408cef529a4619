-- Which deletions were approved cannot be told from their number: the next run asks again.
ALTER TABLE "bindings" ALTER COLUMN "approved_deletions" SET DATA TYPE jsonb USING null;
