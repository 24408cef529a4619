ALTER TABLE "events" ADD COLUMN "url" text DEFAULT '' NOT NULL;--> statement-breakpoint
-- Links that were imported as unknown properties.
with found as (
  select e.id, (
    select x.value ->> 3 from jsonb_array_elements(e.unknown) as x
    where lower(x.value ->> 0) = 'url' and length(x.value ->> 3) <= 2000
      and x.value ->> 3 ~* '^(https?://|mailto:)[^[:space:][:cntrl:]]+$' limit 1) as url
  from events e where jsonb_path_exists(e.unknown, '$[*] ? (@[0] like_regex "^url$" flag "i")')
)
update events e set url = found.url, unknown = (
  select coalesce(jsonb_agg(x.value order by x.n), '[]') from jsonb_array_elements(e.unknown) with ordinality as x (value, n)
  where lower(x.value ->> 0) is distinct from 'url' or x.value -> 1 <> '{}')
from found where found.id = e.id and found.url is not null;--> statement-breakpoint
alter table "events" drop column "search_notes";--> statement-breakpoint
alter table "events" add column "search_notes" text generated always as
  (fold("description" || ' ' || "url" || ' ' || own_texts("overrides", 'description') || ' ' || own_texts("overrides", 'url')
    || ' ' || own_guests("overrides"))) stored;--> statement-breakpoint
create index "events_search_notes" on "events" using gin ("search_notes" gin_trgm_ops);
