import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { db, pool } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/access/actor'
import type { GrantRequest } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { addDays, DAY, dayNumber, dayOf, weekday } from '@/lib/calendar/day'
import { answerEvent } from '@/lib/commands/answers'
import { createCalendar } from '@/lib/commands/calendars'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { createGroup } from '@/lib/commands/groups'
import { createInvitation, joinGroup } from '@/lib/commands/invitations'
import { addManagedMember } from '@/lib/commands/managed-members'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { waitForPings } from '@/lib/commands/pipeline/pings'
import { placeEvent } from '@/lib/commands/placements'
import { createShare } from '@/lib/commands/shares'
import { createTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { signUp } from '@/lib/commands/users'
import { isMailEnabled } from '@/lib/mail/send'
import { CHOIR_MEMBERS, EMI, FAMILY_MEMBERS, PASSWORD, type Person } from './people'
import type { SingleEvent } from './sample-event'
import { SINGLE_EVENTS } from './single-events'
import { TASK_LISTS } from './tasks'
import { WEEKLY_EVENTS } from './weekly-events'

// Creates a family and a choir with events around today, by the app's own commands. Does nothing if they exist.
const ZONE = 'Europe/Berlin'
const today = dayOf(Math.floor(Date.now() / DAY))

const [existing] = await db.execute(sql`select 1 from users where email = ${FAMILY_MEMBERS[0]!.email}`)
if (!existing) await seed()
await waitForPings()
await pool().end()

async function seed(): Promise<void> {
  const people = new Map<string, string>()
  for (const person of [...FAMILY_MEMBERS, ...CHOIR_MEMBERS])
    people.set(person.name, await createAccount(person))
  // If mail is enabled, as in development, only users with a verified address can invite others.
  if (isMailEnabled()) await db.update(users).set({ emailVerified: new Date() })
  const as = (name: string): Actor => ({ kind: 'user', id: people.get(name)! })

  const family = await createGroupWith(as('Anna Okafor'), 'The Okafors', 'sky', FAMILY_MEMBERS.slice(1), as)
  const child = { group: family, name: EMI }
  people.set(EMI, (await run(as('Anna Okafor'), addManagedMember, child)).user)
  const choir = await createGroupWith(
    as('Marta Lindqvist'),
    'Harbour Choir',
    'violet',
    [...CHOIR_MEMBERS.slice(1), ...FAMILY_MEMBERS.slice(0, 1)],
    as,
  )
  const calendarOf = async (name: string, group?: string) => {
    const { calendars } = await loadReach(db, as(name))
    return calendars.find((calendar) =>
      group ? calendar.groupId === group : calendar.ownerId === people.get(name),
    )!.id
  }
  const calendars = {
    family: await calendarOf('Anna Okafor', family),
    choir: await calendarOf('Marta Lindqvist', choir),
  }

  const createSampleEvent = async (
    { creator, group, lengthDays, time, ...event }: SingleEvent,
    rules: string[] = [],
  ) => {
    const first = addDays(today, event.inDays)
    const calendarId = group ? calendars[group] : await calendarOf(creator)
    const { id } = await run(as(creator), createEvent, {
      kind: event.kind ?? 'event',
      title: event.title,
      location: event.location ?? '',
      description: event.description ?? '',
      color: event.color ?? null,
      visibility: event.isPrivate ? 'private' : 'default',
      busy: !event.isFree,
      calendarId,
      attendees: [
        ...(event.attendees ?? []).map((name) => people.get(name)!),
        ...Object.entries(event.guests ?? {}).map(([name, email]) => ({ name, email })),
      ],
      span: time
        ? {
            type: 'timed',
            start: `${first}T${time[0]}:00`,
            startZone: event.zones?.[0] ?? ZONE,
            end: `${addDays(first, time[1] < time[0] && !event.zones ? 1 : 0)}T${time[1]}:00`,
            endZone: event.zones?.[1] ?? ZONE,
          }
        : { type: 'all-day', start: first, end: addDays(first, lengthDays ?? 1) },
      rules: event.yearly ? ['FREQ=YEARLY'] : rules,
    })
    for (const [name, status] of Object.entries(event.answers ?? {}))
      await run(as(name), answerEvent, { id, version: 1, status })
    return { id, first }
  }

  // Series start six weeks ago, so that the demo shows past events too.
  const monday = 1 - weekday(dayNumber(today)) - 42
  for (const event of WEEKLY_EVENTS) {
    const rule = event.interval ? `FREQ=WEEKLY;INTERVAL=${event.interval}` : 'FREQ=WEEKLY'
    const { id, first } = await createSampleEvent({ ...event, inDays: monday + event.weekday - 1 }, [rule])
    for (const { week, deleted, ...change } of event.exceptions ?? []) {
      const occurrence = { id: `${addDays(first, week * 7)}T${event.time![0]}:00`, scope: 'this' }
      if (deleted) await run(as(event.creator), deleteEvent, { id, occurrence })
      else await run(as(event.creator), updateEvent, { id, version: 1, patch: change, occurrence })
    }
  }
  for (const event of SINGLE_EVENTS) await createSampleEvent(event)
  for (const [name, tasks] of Object.entries(TASK_LISTS)) {
    const { id: list } = await run(as('Anna Okafor'), createTaskList, { group: family, name })
    await run(as('Ben Okafor'), addTasks, {
      list,
      tasks: tasks.map(([title, inDays, assignee, rule = null]) => ({
        ...{ title, rule, assignee: assignee ? people.get(assignee) : null },
        due: inDays === undefined ? null : { day: addDays(today, inDays), time: null, zone: null },
      })),
    })
  }
  await createSharedCalendar(as, people, calendars.family)
}

/** Creates Anna's work calendar with a viewer, a free/busy share and a placement by title in the family calendar. */
async function createSharedCalendar(
  as: (name: string) => Actor,
  people: ReadonlyMap<string, string>,
  family: string,
): Promise<void> {
  const [anna, ben, chidi] = FAMILY_MEMBERS.map(({ name }) => name) as [string, string, string]
  const { id: calendar } = await run(as(anna), createCalendar, { name: 'Studio' })
  const to = (name: string) => ({ user: people.get(name)! })
  await run(as(anna), createShare, { calendar, to: to(ben), level: 'viewer' })
  await run(as(anna), createShare, { calendar, to: to(chidi), level: 'freebusy' })
  const first = addDays(today, 2)
  const span = { type: 'all-day', start: first, end: addDays(first, 2) }
  const fair = await run(as(anna), createEvent, { calendarId: calendar, title: 'Design fair, Leipzig', span })
  await run(as(anna), placeEvent, { event: fair.id, calendar: family, detail: 'title' })
}

async function createAccount({ name, email }: Person): Promise<string> {
  const profile = { timeZone: ZONE, locale: 'en-GB', weekStart: 1, hourCycle: 'h23' }
  const { id } = await run({ kind: 'nobody' }, signUp, { name, email, password: PASSWORD, ...profile })
  return id
}

async function createGroupWith(
  owner: Actor,
  name: string,
  color: string,
  members: Person[],
  as: (name: string) => Actor,
): Promise<string> {
  const { id } = await run(owner, createGroup, { name, color })
  for (const role of ['editor', 'viewer'] as const) {
    const { token } = await run(owner, createInvitation, { group: id, role, days: 30 })
    for (const person of members)
      if ((person.role ?? 'editor') === role) await run(as(person.name), joinGroup, { token })
  }
  return id
}

async function run<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(actor: Actor, command: Command<I, O, W>, input: unknown): Promise<z.output<O>> {
  return (await execute(actor, command, input, { origin: 'job' })).result
}
