import { createHash } from 'node:crypto'
import postgres from 'postgres'

/** A day of the measured month. The following month has as many events. */
export const DAY = '2026-11-16'
export const MONTH = `/calendar/month/${DAY}`
const ZONE = 'Europe/Berlin'

/** First day and number of days that are only in the grid of this month. */
const NOVEMBER = ['2026-11-02', 27]
const DECEMBER = ['2026-12-07', 24]
const IN_MONTH = 300

/**
 * Inserts test data by SQL: users with 1,000, 10,000 and 100,000 events, one with 1,000 events in each of two months,
 * and a group of 1,000 members.
 * @param {string} url
 * @returns {Promise<Seeded>}
 * @typedef {{ userId: string, calendars: string[], cookie: string }} Person
 * @typedef {{ small: Person, middle: Person, large: Person, full: Person, repeating: Person, writers: Person[],
 *   crowd: { calendar: string, owner: string, cookies: string[] } }} Seeded
 */
export async function seed(url) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const seeded = {
      small: await person(sql, 'small', 1_000),
      middle: await person(sql, 'middle', 10_000),
      large: await person(sql, 'large', 100_000),
      full: await person(sql, 'full', 2_000, 1_000),
      repeating: await withSeries(sql, await person(sql, 'repeating', 10_000)),
      ...(await writersOf(sql)),
      crowd: await crowdOf(sql, 1_000),
    }
    // Autovacuum would have run before a user has this many events.
    await sql`vacuum analyze`
    await sql`checkpoint`
    return seeded
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Creates a user with a personal and a group calendar, and divides the events between both. */
async function person(sql, name, events, inMonth = IN_MONTH) {
  const [user] = await usersNamed(sql, [name])
  const calendars = [await ownCalendar(sql, user.id), (await group(sql, name, [user.id])).calendar]
  await singles(sql, user.id, calendars, {
    name: `${name}-a`,
    from: NOVEMBER[0],
    days: NOVEMBER[1],
    count: inMonth,
  })
  await singles(sql, user.id, calendars, {
    name: `${name}-b`,
    from: DECEMBER[0],
    days: DECEMBER[1],
    count: inMonth,
  })
  const rest = events - 2 * inMonth
  // Four years before the measured months, and four years after.
  const spread = { days: 1460, count: Math.floor(rest / 2) }
  await singles(sql, user.id, calendars, { name: `${name}-c`, from: '2022-10-01', ...spread })
  await singles(sql, user.id, calendars, { name: `${name}-d`, from: '2027-02-01', ...spread })
  return { userId: user.id, calendars, cookie: user.cookie }
}

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

/** Adds 200 series to a user, started over ten years, half timed, half all-day. */
async function withSeries(sql, user) {
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

/** Creates four users who share a calendar. */
async function writersOf(sql) {
  const users = await usersNamed(sql, ['anna', 'ben', 'chidi', 'dalia'])
  const ids = users.map(({ id }) => id)
  const { calendar } = await group(sql, 'writers', ids)
  return { writers: users.map(({ id, cookie }) => ({ userId: id, calendars: [calendar], cookie })) }
}

async function crowdOf(sql, size) {
  const users = await usersNamed(
    sql,
    Array.from({ length: size }, (_, index) => `member-${index}`),
  )
  const { calendar } = await group(
    sql,
    'crowd',
    users.map(({ id }) => id),
  )
  return { calendar, cookies: users.map(({ cookie }) => cookie) }
}

/**
 * Creates signed-in users. Only the hash of a session token is stored (lib/access/secrets.ts); the cookie is that of
 * lib/auth/session.ts.
 */
async function usersNamed(sql, names) {
  const tokens = names.map((name) => createHash('sha256').update(`bench ${name}`).digest('hex'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'))
  const rows = await sql`
    with named as (
      select uuidv7() as id, name, hash, nth
      from unnest(${names}::text[], ${hashes}::text[]) with ordinality as n (name, hash, nth)
    ), made as (
      insert into users (id, email, name, time_zone, locale)
      select id, name || '@bench.example', name, ${ZONE}, 'en-GB' from named
    ), signed_in as (
      insert into sessions (session_token, user_id, expires) select hash, id, now() + interval '30 days' from named
    )
    select id from named order by nth`
  return rows.map(({ id }, index) => ({ id, cookie: `kinday.session=${tokens[index]}` }))
}

async function ownCalendar(sql, userId) {
  const [{ id }] = await sql`
    insert into calendars (id, owner_user_id, name, color) values (uuidv7(), ${userId}, 'Personal', 'indigo')
    returning id`
  return id
}

async function group(sql, name, userIds) {
  const [{ calendar }] = await sql`
    with made as (
      insert into groups (id, name, color) values (uuidv7(), ${name}, 'teal') returning id
    ), joined as (
      insert into members (group_id, user_id, role)
      select made.id, u.id, case when u.nth = 1 then 'owner' else 'editor' end
      from made, unnest(${userIds}::uuid[]) with ordinality as u (id, nth)
    )
    insert into calendars (id, owner_group_id, name, color) select uuidv7(), id, ${name}, 'teal' from made
    returning id as calendar`
  return { calendar }
}

/**
 * Creates single events on `days` days from `from`. Of ten, eight are timed, one is all-day and one floating. The
 * columns are those of db/schema/events.ts; spans without zone are widened by 14 hours.
 */
function singles(sql, userId, calendars, { name, from, days, count }) {
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
