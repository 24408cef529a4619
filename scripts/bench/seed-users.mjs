import { createHash } from 'node:crypto'
import { ZONE } from './seed-events.mjs'

/**
 * Creates signed-in users with these names. Only the hash of a session token is stored (lib/access/secrets.ts); the
 * cookie is that of lib/auth/session.ts.
 */
export async function createUsers(sql, names) {
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

export async function createPersonalCalendar(sql, userId) {
  const [{ id }] = await sql`
    insert into calendars (id, owner_user_id, name, color) values (uuidv7(), ${userId}, 'Personal', 'indigo')
    returning id`
  return id
}

/** Creates a group, owned by the first of the users, and its calendar. */
export async function createGroup(sql, name, userIds) {
  const [{ calendar }] = await sql`
    with made as (
      insert into groups (id, name, color) values (uuidv7(), ${name}, 'teal') returning id
    ), joined as (
      insert into members (group_id, user_id, role, color)
      select made.id, u.id, case when u.nth = 1 then 'owner' else 'editor' end, 'sky'
      from made, unnest(${userIds}::uuid[]) with ordinality as u (id, nth)
    )
    insert into calendars (id, owner_group_id, name, color) select uuidv7(), id, ${name}, 'teal' from made
    returning id as calendar`
  return { calendar }
}
