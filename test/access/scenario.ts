import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { ActionAnswer, ApiClient, ApiClients } from '@/test/clients/api-client'

export const ROLES = ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger', 'nobody'] as const
export type Role = (typeof ROLES)[number]

export const PASSWORD = 'a long enough password'

/** Seven callers: four members, one who sees when they are busy, a stranger, and nobody. */
export type Cast = Record<Role, ApiClient>

/** A group of the cast with everything in it that an operation may be about. Made anew for each try. */
export interface World {
  group: string
  calendar: string
  event: string
  /** What made the event. */
  changeset: string
  private: string
  /** An event that was changed once, and what changed it. */
  edited: { id: string; changeset: string }
  /** An event that the viewer is invited to and has answered, and the answer's changeset. */
  answered: { id: string; changeset: string }
  invitation: { id: string; token: string }
  /** An invitation that was sent to the stranger's address, which is shown to be theirs. */
  sentInvitation: string
  /** A group of the owner's that is in the trash. */
  deletedGroup: string
  /** The picture of the group. */
  picture: string
  /** The share that the sharee has the calendar by. */
  share: string
  /** A share of the second calendar with the stranger's address, which waits to be accepted. */
  waitingShare: string
  /** Another calendar of the group, in which the event is shown too, and a private one of today as busy. */
  second: string
  /** What lies in the group's trash: an event that says the shared secret, and a calendar. */
  trashed: { event: string; calendar: string }
  /** Secret addresses of the calendar, by what they show. */
  feeds: Record<'full' | 'busy', { id: string; path: string }>
  /** Another session of the owner's, on a device that is not here. */
  session: string
  /** What only some may see: looked for in everything that anybody gets. */
  secrets: { shared: string; private: string }
  /** What those see who look after the installation: a job, and a delivery that failed. */
  job: string
  delivery: string
  ids: Record<Exclude<Role, 'nobody'>, string>
  emails: Record<Exclude<Role, 'nobody'>, string>
}

export async function makeCast(clients: ApiClients): Promise<{ cast: Cast; emails: World['emails'] }> {
  const cast = { nobody: clients.withBogusSession() } as Cast
  // The first account looks after the installation: that is none of the cast.
  const keeper = { name: 'Zq keeper', email: `keeper-${randomUUID()}@example.org`, password: PASSWORD }
  done(await clients.signedOut('keeper').act('users/signUp', keeper))
  const emails = {} as World['emails']
  for (const role of ROLES) {
    if (role === 'nobody') continue
    cast[role] = clients.signedOut(role)
    emails[role] = `${role}-${randomUUID()}@example.org`
    done(
      await cast[role].act('users/signUp', { name: `Zq ${role}`, email: emails[role], password: PASSWORD }),
    )
  }
  return { cast, emails }
}

export async function makeWorld(sql: postgres.Sql, cast: Cast, emails: World['emails']): Promise<World> {
  const rows = await sql`select id, email from users where email in ${sql(Object.values(emails))}`
  const ids = Object.fromEntries(
    Object.entries(emails).map(([role, email]) => [role, rows.find((row) => row.email === email)!.id]),
  ) as World['ids']
  const { id: group, calendarId: calendar } = done(
    await cast.owner.act('groups/createGroup', { name: 'Zq group' }),
  ).result!
  for (const role of ['admin', 'editor', 'viewer'] as const) {
    const { token } = done(await cast.owner.act('groups/createInvitation', { group, role })).result!
    done(await cast[role].act('groups/joinGroup', { token }))
  }
  const [share, waitingShare, second, gone] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await sql`insert into shares (id, calendar_id, user_id, role, accepted_at)
    values (${share}, ${calendar!}, ${ids.sharee}, 'freebusy', now())`
  await sql`insert into calendars (id, owner_group_id, name, color, deleted_at) values
    (${second}, ${group!}, 'Zq second', 'teal', null), (${gone}, ${group!}, 'Zq gone', 'teal', now())`
  await sql`insert into shares (id, calendar_id, email, role, created_by)
    values (${waitingShare}, ${second}, ${emails.stranger}, 'owner', ${ids.owner})`
  const secrets = { shared: `shared-${randomUUID()}`, private: `private-${randomUUID()}` }
  const shared = done(await cast.owner.act('events/createEvent', eventIn(calendar!, secrets.shared)))
  const hidden = done(
    await cast.owner.act('events/createEvent', {
      ...eventIn(calendar!, secrets.private),
      visibility: 'private',
    }),
  )
  // What is about now says the same secrets as what has a date: whatever the day is that this is tried on.
  const edited = done(await cast.owner.act('events/createEvent', eventIn(calendar!, secrets.shared, today())))
    .result!.id!
  const edit = { id: edited, version: 1, patch: { busy: false } }
  const { changeset } = done(await cast.owner.act('events/updateEvent', edit))
  const invited = done(
    await cast.owner.act('events/createEvent', {
      ...eventIn(calendar!, secrets.shared),
      attendees: [ids.viewer],
    }),
  ).result!.id!
  const answer = done(
    await cast.viewer.act('events/answerEvent', { id: invited, version: 1, status: 'tentative' }),
  )
  const deleted = done(await cast.owner.act('events/createEvent', eventIn(calendar!, secrets.shared))).result!
    .id!
  done(await cast.owner.act('events/deleteEvent', { id: deleted }))
  done(await cast.owner.act('events/placeEvent', { event: shared.result!.id, calendar: second }))
  const soon = { ...eventIn(calendar!, secrets.private, today()), visibility: 'private' }
  const { result } = done(await cast.owner.act('events/createEvent', soon))
  done(await cast.owner.act('events/placeEvent', { event: result!.id, calendar: second, detail: 'busy' }))
  const { id, token } = done(await cast.owner.act('groups/createInvitation', { group })).result!
  const [session] = await sql`
    insert into sessions (session_token, user_id, expires)
    values (${randomUUID()}, ${ids.owner}, now() + interval '1 day') returning id`
  const feed = async (level: 'full' | 'busy') => {
    const { id, path } = done(await cast.owner.act('calendars/createFeed', { calendar: calendar!, level }))
      .result!
    return { id: id!, path: path! }
  }
  const sentInvitation = randomUUID()
  await sql`update users set email_verified = now() where id = ${ids.stranger}`
  await sql`insert into invitations (id, group_id, role, token_hash, email, created_by, created_at, expires_at, max_uses)
    values (${sentInvitation}, ${group!}, 'editor', ${randomUUID()}, ${emails.stranger}, ${ids.owner},
      now() - interval '2 days', now() + interval '1 day', 1)`
  const picture = randomUUID()
  await sql`insert into pictures (id, type, width, height, data, created_by)
    values (${picture}, 'image/webp', 1, 1, ${Buffer.from('a picture')}, ${ids.owner})`
  await sql`update groups set image = ${`/api/pictures/${picture}`} where id = ${group!}`
  const { id: deletedGroup } = done(await cast.owner.act('groups/createGroup', { name: 'Zq gone' })).result!
  done(await cast.owner.act('groups/deleteGroup', { group: deletedGroup }))
  const [queued] = await sql`
    select id::text as job from graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`
  const delivery = randomUUID()
  await sql`insert into deliveries (id, channel, address, template, data, outcome)
    values (${delivery}, 'email', 'nobody@example.org', 'verify', '{}', 'failed')`
  return {
    group: group!,
    calendar: calendar!,
    sentInvitation,
    deletedGroup: deletedGroup!,
    picture,
    event: shared.result!.id!,
    changeset: shared.changeset!,
    private: hidden.result!.id!,
    edited: { id: edited, changeset: changeset! },
    answered: { id: invited, changeset: answer.changeset! },
    invitation: { id: id!, token: token! },
    share,
    waitingShare,
    second,
    trashed: { event: deleted, calendar: gone },
    feeds: { full: await feed('full'), busy: await feed('busy') },
    session: session!.id,
    secrets,
    job: queued!.job,
    delivery,
    ids,
    emails,
  }
}

/** Somebody in none of the roles, who looks after the installation. */
export async function makeInstanceAdmin(sql: postgres.Sql, clients: ApiClients): Promise<ApiClient> {
  const caller = clients.signedOut('instance admin')
  const email = `instance-admin-${randomUUID()}@example.org`
  done(await caller.act('users/signUp', { name: 'Zq instance admin', email, password: PASSWORD }))
  await sql`update users set instance_admin = true where email = ${email}`
  return caller
}

export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** A new event that says its secret in every text it has. */
export function eventIn(calendarId: string, secret: string, day = '2026-11-21') {
  return {
    title: secret,
    description: secret,
    location: secret,
    calendarId,
    span: {
      type: 'timed',
      start: `${day}T09:00:00`,
      startZone: 'Europe/Berlin',
      end: `${day}T10:00:00`,
      endZone: 'Europe/Berlin',
    },
  }
}

function done(answer: ActionAnswer): ActionAnswer {
  if (!answer.ok) throw new Error(`the cast could not be made: ${answer.status} ${answer.text}`)
  return answer
}
