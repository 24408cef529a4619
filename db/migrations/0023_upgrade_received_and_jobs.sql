-- Files received before events had a link: the link was an unknown property, as it was of the events (0022).
with found as (
  select r.event_id, (
    select x.value ->> 3 from jsonb_array_elements(r.content -> 'unknown') as x
    where lower(x.value ->> 0) = 'url' and length(x.value ->> 3) <= 2000
      and x.value ->> 3 ~* '^(https?://|mailto:)[^[:space:][:cntrl:]]+$' limit 1) as url
  from received r where jsonb_typeof(r.content) = 'object' and r.content -> 'url' is null
)
update received r set content = r.content || case when found.url is null then '{"url": ""}'::jsonb
  else jsonb_build_object('url', found.url, 'unknown', (
    select coalesce(jsonb_agg(x.value order by x.n), '[]')
    from jsonb_array_elements(r.content -> 'unknown') with ordinality as x (value, n)
    where lower(x.value ->> 0) is distinct from 'url' or x.value -> 1 <> '{}')) end
from found where found.event_id = r.event_id;--> statement-breakpoint
-- Jobs that were to tell the account of an address about a share: consumers of changes do that instead (0021), from the
-- first change that such a job was enqueued with. Handling a change twice has no further effect.
do $$
begin
  -- A new database has no jobs yet.
  if to_regclass('graphile_worker._private_jobs') is null then return; end if;
  insert into consumer_cursors (consumer, stream, seq, pending)
  select c.consumer, s.stream, min(ch.seq) - 1, s.seq
  from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id and t.identifier = 'tell-address'
    cross join (values ('address-shares', 'owners-', 'share'), ('address-calendars', 'calendar-', 'calendar'))
      as c (consumer, prefix, entity)
    join streams s on s.stream = c.prefix || (j.payload ->> 'calendar')
    join changes ch on ch.stream = s.stream and ch.entity = c.entity and ch.created_at >= j.created_at
  group by c.consumer, s.stream, s.seq
  on conflict (consumer, stream) do update
    set seq = least(consumer_cursors.seq, excluded.seq), pending = excluded.pending, failures = 0, retry_at = null;
  delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = 'tell-address';
end $$;
