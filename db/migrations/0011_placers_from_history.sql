-- Whoever placed an event as history has it, the latest; where it tells nothing, whoever made the event.
with told as (
  select distinct on (c.entity_id, c.after ->> 'calendarId')
    c.entity_id, c.after ->> 'calendarId' as calendar_id, s.actor_id
  from changes c join changesets s on s.id = c.changeset_id and s.actor_kind = 'user'
  where c.entity = 'placement' and c.op <> 'removed' and c.after ? 'calendarId'
  order by c.entity_id, c.after ->> 'calendarId', c.created_at desc
)
update placements p set placed_by = u.id
from told join users u on u.id::text = told.actor_id
where not p.home and p.event_id::text = told.entity_id and p.calendar_id::text = told.calendar_id;--> statement-breakpoint
update placements p set placed_by = e.created_by
from events e where e.id = p.event_id and not p.home and p.placed_by is null;
