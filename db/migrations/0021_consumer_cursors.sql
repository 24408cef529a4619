CREATE TABLE "consumer_cursors" (
	"consumer" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"pending" bigint NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone,
	CONSTRAINT "consumer_cursors_consumer_stream_pk" PRIMARY KEY("consumer","stream")
);
--> statement-breakpoint
ALTER TABLE "consumer_cursors" ADD CONSTRAINT "consumer_cursors_stream_streams_stream_fk" FOREIGN KEY ("stream") REFERENCES "public"."streams"("stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consumer_cursors_pending" ON "consumer_cursors" USING btree ("retry_at") WHERE seq < pending;