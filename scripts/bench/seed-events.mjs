export const ZONE = 'Europe/Berlin'

/** Rules of typical series, a third of which have ended. */
const RULES = [
  'FREQ=WEEKLY;BYDAY=MO',
  'FREQ=WEEKLY;BYDAY=TU,TH',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
  'FREQ=MONTHLY;BYDAY=1WE',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=YEARLY',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=WEEKLY;BYDAY=MO;COUNT=40',
  'FREQ=DAILY;UNTIL=20250301T000000Z',
  'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12',
]

/** Inserts 200 series of a user, half timed and half all-day, with starts spread over ten years. */
export async function insertSeries(sql, user) {
  await sql`
    with drawn as (
      select uuidv7() as id, n, n % 2 = 0 as timed, (${RULES}::text[])[1 + n % ${RULES.length}::int] as rule,
        date '2016-01-04' + n * 18 as day
      from generate_series(0, 199) as n
    ), spanned as (
      select *, day::timestamp at time zone 'UTC' - interval '14 hours' as span_from,
        case when rule ~ 'COUNT|UNTIL' then least(day + interval '5 years', timestamp '2026-01-01') at time zone 'UTC'
          else timestamp '9999-12-31' at time zone 'UTC' end as span_to
      from drawn
    ), inserted as (
      insert into events (id, uid, kind, title, start_date, end_date, start_wall, end_wall, start_zone, end_zone,
        recurrence, span_from, span_to, tzdata, created_by)
      select id, 'series' || n, 'event', 'Swimming', case when not timed then day end,
        case when not timed then day + 1 end, case when timed then day + time '17:00' end,
        case when timed then day + time '18:30' end, case when timed then ${ZONE} end, case when timed then ${ZONE} end,
        jsonb_build_object('rules', jsonb_build_array(rule), 'dates', '[]'::jsonb, 'exclusions', '[]'::jsonb),
        span_from, span_to, ${process.versions.tz ?? ''}, ${user.userId}
      from spanned
    )
    insert into placements (event_id, calendar_id, home, uid, span_from, span_to, long)
    select id, (${user.calendars}::uuid[])[1 + n % 2], true, 'series' || n, span_from, span_to, true from spanned`
  return user
}

/**
 * Inserts single events on `days` days from `from`. Of ten, eight are timed, one is all-day and one floating. The
 * columns are those of db/schema/events.ts; spans without zone are widened by 14 hours.
 */
export function insertSingles(sql, userId, calendars, { name, from, days, count }) {
  return sql`
    with drawn as (
      select uuidv7() as id, n, n % 10 = 3 as all_day, n % 10 = 7 as floating,
        ${from}::date + (n * 7919 % ${days}::int) as day, make_interval(hours => 7 + n % 13) as hour,
        (array['Piano lesson', 'Dinner with the Okafors', 'Swimming', 'Dentist', 'Team call', 'Choir rehearsal',
          'Parents’ evening at school', 'Football practice', 'Book club', 'Repair the bicycle'])[1 + n % 9] as title
      from generate_series(0, ${count}::int - 1) as n
    ), placed as (
      select *, day + hour as start_wall, day + hour + interval '1 hour' as end_wall, day + 1 + n % 3 as end_date
      from drawn
    ), spanned as (
      select *,
        case when all_day then day::timestamp at time zone 'UTC' - interval '14 hours'
          when floating then start_wall at time zone 'UTC' - interval '14 hours'
          else start_wall at time zone ${ZONE} end as span_from,
        case when all_day then end_date::timestamp at time zone 'UTC' + interval '14 hours'
          when floating then end_wall at time zone 'UTC' + interval '14 hours'
          else end_wall at time zone ${ZONE} end as span_to
      from placed
    ), inserted as (
      insert into events (id, uid, kind, title, description, location, color, start_date, end_date, start_wall,
        end_wall, start_zone, end_zone, span_from, span_to, tzdata, created_by)
      select id, ${name} || n, 'event', title, 'Bring the key for the hall.', 'Music school',
        case when n % 4 = 0 then 'amber' end,
        case when all_day then day end, case when all_day then end_date end,
        case when not all_day then start_wall end, case when not all_day then end_wall end,
        case when not all_day and not floating then ${ZONE} end,
        case when not all_day and not floating then ${ZONE} end,
        span_from, span_to, ${process.versions.tz ?? ''}, ${userId}
      from spanned
    )
    insert into placements (event_id, calendar_id, home, uid, span_from, span_to)
    select id, (${calendars}::uuid[])[1 + n % ${calendars.length}::int], true, ${name} || n, span_from, span_to
    from spanned`
}
