ALTER TABLE "events" ADD COLUMN "series_bytes" integer GENERATED ALWAYS AS (octet_length(recurrence::text) + greatest(
  octet_length(overrides::text) / 4,
  octet_length(overrides::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.description')::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.attendees')::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.unknown')::text))) STORED;