import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { db, pool } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { GrantRequest } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { addDays, DAY, dayNumber, dayOf, weekday } from '@/lib/calendar/day'
import { createCalendar } from '@/lib/commands/calendars'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { createGroup } from '@/lib/commands/groups'
import { createInvitation, joinGroup } from '@/lib/commands/invitations'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { pingsSent } from '@/lib/commands/pipeline/pings'
import { placeEvent } from '@/lib/commands/placements'
import { createShare } from '@/lib/commands/shares'
import { signUp } from '@/lib/commands/users'
import { FAMILY, ONCE, type Once, PASSWORD, type Person, SINGERS, WEEKLY } from './story'

/**
 * Fills an empty database with a family and a choir, through the same commands that people use: three months of their
 * days around today. Does nothing when the family is there already.
 */
const ZONE = 'Europe/Berlin'
const today = dayOf(Math.floor(Date.now() / DAY))

const [there] = await db.execute(sql`select 1 from users where email = ${FAMILY[0]!.email}`)
if (!there) await seed()
await pingsSent()
await pool().end()

async function seed(): Promise<void> {
  const people = new Map<string, string>()
  for (const person of [...FAMILY, ...SINGERS]) people.set(person.name, await account(person))
  const as = (name: string): Actor => ({ kind: 'user', id: people.get(name)! })

  const family = await group(as('Anna Okafor'), 'The Okafors', 'sky', FAMILY.slice(1), as)
  const choir = await group(
    as('Marta Lindqvist'),
    'Harbour Choir',
    'violet',
    [...SINGERS.slice(1), ...FAMILY.slice(0, 1)],
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

  const write = async ({ who, where, days, at, ...event }: Once, rules: string[] = []) => {
    const first = addDays(today, event.in)
    const calendarId = where ? calendars[where] : await calendarOf(who)
    const { id } = await run(as(who), createEvent, {
      kind: event.kind ?? 'event',
      title: event.title,
      location: event.location ?? '',
      description: event.notes ?? '',
      color: event.color ?? null,
      visibility: event.private ? 'private' : 'default',
      busy: !event.free,
      calendarId,
      attendees: (event.with ?? []).map((name) => people.get(name)),
      span: at
        ? {
            type: 'timed',
            start: `${first}T${at[0]}:00`,
            startZone: event.zones?.[0] ?? ZONE,
            end: `${addDays(first, at[1] < at[0] && !event.zones ? 1 : 0)}T${at[1]}:00`,
            endZone: event.zones?.[1] ?? ZONE,
          }
        : { type: 'all-day', start: first, end: addDays(first, days ?? 1) },
      rules: event.yearly ? ['FREQ=YEARLY'] : rules,
    })
    return { id, first }
  }

  // Six weeks back, so that there is a past to look at.
  const monday = 1 - weekday(dayNumber(today)) - 42
  for (const event of WEEKLY) {
    const rule = event.every ? `FREQ=WEEKLY;INTERVAL=${event.every}` : 'FREQ=WEEKLY'
    const { id, first } = await write({ ...event, in: monday + event.on - 1 }, [rule])
    for (const { week, gone, ...change } of event.exceptions ?? []) {
      const occurrence = { id: `${addDays(first, week * 7)}T${event.at![0]}:00`, scope: 'this' }
      if (gone) await run(as(event.who), deleteEvent, { id, occurrence })
      else await run(as(event.who), updateEvent, { id, version: 1, patch: change, occurrence })
    }
  }
  for (const event of ONCE) await write(event)
  await share(as, people, calendars.family)
}

/** Anna's work: her family sees when, Ben sees what. One day of it stands in the family's calendar by its title. */
async function share(
  as: (name: string) => Actor,
  people: ReadonlyMap<string, string>,
  family: string,
): Promise<void> {
  const [anna, ben, chidi] = FAMILY.map(({ name }) => name) as [string, string, string]
  const { id: calendar } = await run(as(anna), createCalendar, { name: 'Studio', color: 'teal' })
  const to = (name: string) => ({ user: people.get(name)! })
  await run(as(anna), createShare, { calendar, to: to(ben), level: 'viewer' })
  await run(as(anna), createShare, { calendar, to: to(chidi), level: 'freebusy' })
  const first = addDays(today, 2)
  const span = { type: 'all-day', start: first, end: addDays(first, 2) }
  const fair = await run(as(anna), createEvent, { calendarId: calendar, title: 'Design fair, Leipzig', span })
  await run(as(anna), placeEvent, { event: fair.id, calendar: family, detail: 'title' })
}

async function account({ name, email }: Person): Promise<string> {
  const profile = { timeZone: ZONE, locale: 'en-GB', weekStart: 1, hourCycle: 'h23' }
  const { id } = await run({ kind: 'nobody' }, signUp, { name, email, password: PASSWORD, ...profile })
  return id
}

async function group(
  owner: Actor,
  name: string,
  color: string,
  others: Person[],
  as: (name: string) => Actor,
): Promise<string> {
  const { id } = await run(owner, createGroup, { name, color })
  for (const role of ['editor', 'viewer'] as const) {
    const { token } = await run(owner, createInvitation, { group: id, role, days: 30 })
    for (const person of others)
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
