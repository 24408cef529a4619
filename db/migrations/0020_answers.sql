CREATE TABLE "answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"user_id" uuid,
	"email" text,
	"name" text,
	"recurrence_id" text,
	"status" text NOT NULL,
	"party_size" smallint DEFAULT 1 NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"given_for" jsonb NOT NULL,
	"source" text NOT NULL,
	"answered_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "answers_of_person" UNIQUE NULLS NOT DISTINCT("event_id","recurrence_id","user_id","email","name"),
	CONSTRAINT "answers_one_person" CHECK (num_nonnulls(user_id, email, name) = 1),
	CONSTRAINT "answers_party_size" CHECK (party_size between 1 and 100)
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_of_user" ON "answers" USING btree ("user_id");--> statement-breakpoint
-- Statuses move from the content of events to "answers". Those of accounts were given in Kinday.
insert into answers (id, event_id, user_id, email, name, recurrence_id, status, given_for, source)
select gen_random_uuid(), e.id, a.user_id, case when a.user_id is null then lower(a.email) end,
  case when num_nonnulls(a.user_id, a.email) = 0 then a.name end, null, a.status,
  case
    when e.start_date is not null then jsonb_build_object('type', 'all-day', 'start', e.start_date, 'end', e.end_date)
    when e.start_zone is null then jsonb_build_object('type', 'floating', 'start', e.start_wall, 'end', e.end_wall)
    else jsonb_build_object('type', 'timed', 'start', e.start_wall, 'startZone', e.start_zone,
      'end', e.end_wall, 'endZone', e.end_zone)
  end,
  case when a.user_id is null then 'import' else 'app' end
from attendees a join events e on e.id = a.event_id
where a.status <> 'needs-action'
on conflict do nothing;--> statement-breakpoint
insert into answers (id, event_id, user_id, email, name, recurrence_id, status, given_for, source)
select gen_random_uuid(), e.id, p.user_id, p.email, p.name, o.id, p.status,
  case
    when o.content ? 'span' then o.content -> 'span'
    when e.start_date is not null then jsonb_build_object('type', 'all-day', 'start', o.id,
      'end', o.id::date + (e.end_date - e.start_date))
    when e.start_zone is null then jsonb_build_object('type', 'floating', 'start', o.id::timestamp,
      'end', o.id::timestamp + (e.end_wall - e.start_wall))
    else jsonb_build_object('type', 'timed', 'start', o.id::timestamp, 'startZone', e.start_zone,
      'end', o.id::timestamp + (e.end_wall - e.start_wall), 'endZone', e.end_zone)
  end,
  case when p.user_id is null then 'import' else 'app' end
from events e
cross join lateral jsonb_each(e.overrides) as o (id, content)
cross join lateral jsonb_array_elements(o.content -> 'attendees') as one (person)
cross join lateral (
  select u.id as user_id, case when u.id is null then lower(person ->> 'email') end as email,
    case when u.id is null and person ->> 'email' is null then person ->> 'name' end as name,
    coalesce(person ->> 'status', 'needs-action') as status
  from (select 1) as row left join users u on u.id::text = person ->> 'userId') p
where e.recurrence is not null and num_nonnulls(p.user_id, p.email, p.name) = 1
on conflict do nothing;--> statement-breakpoint
create function pg_temp.without_status(people jsonb) returns jsonb immutable language sql as $$
  select coalesce(jsonb_agg(person - 'status' order by n), '[]')
  from jsonb_array_elements(people) with ordinality as p (person, n)
$$;--> statement-breakpoint
create function pg_temp.without_statuses(event jsonb) returns jsonb immutable language sql as $$
  select event
    || case when event ? 'attendees'
      then jsonb_build_object('attendees', pg_temp.without_status(event -> 'attendees')) else '{}' end
    || case when jsonb_path_exists(event, '$.overrides.*.attendees')
      then jsonb_build_object('overrides', (
        select jsonb_object_agg(o.id, case when o.content ? 'attendees'
          then o.content || jsonb_build_object('attendees', pg_temp.without_status(o.content -> 'attendees'))
          else o.content end)
        from jsonb_each(event -> 'overrides') as o (id, content))) else '{}' end
$$;--> statement-breakpoint
update events set overrides = pg_temp.without_statuses(jsonb_build_object('overrides', overrides)) -> 'overrides'
where jsonb_path_exists(overrides, '$.*.attendees[*].status');--> statement-breakpoint
update changes set before = pg_temp.without_statuses(before), after = pg_temp.without_statuses(after)
where entity = 'event'
  and (jsonb_path_exists(before, '$.attendees[*].status') or jsonb_path_exists(after, '$.attendees[*].status')
    or jsonb_path_exists(before, '$.overrides.*.attendees[*].status')
    or jsonb_path_exists(after, '$.overrides.*.attendees[*].status'));--> statement-breakpoint
ALTER TABLE "attendees" DROP COLUMN "status";