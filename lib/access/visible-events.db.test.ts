import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import type { Override } from '@/lib/calendar/series/recurrence'
import { levelsOf } from './levels'
import { detailFor, shownPart, withPart } from './visibility'
import { visibleEvents } from './visible-events'

const USERS = 5
const GROUPS = 2
const CALENDARS = 3

const user = fc.nat({ max: USERS - 1 })
const group = fc.nat({ max: GROUPS - 1 })
const calendar = fc.nat({ max: CALENDARS - 1 })
const isRare = fc.nat({ max: 7 }).map((n) => n === 0)

const memberships = fc.uniqueArray(
  fc.record({ user, group, role: fc.constantFrom('owner', 'admin', 'editor', 'viewer') }),
  { maxLength: 8, selector: ({ user, group }) => `${user} ${group}` },
)
const owner = fc.oneof(
  fc.record({ kind: fc.constant('user'), at: user }),
  fc.record({ kind: fc.constant('group'), at: group }),
)
const sharee = fc.oneof(
  fc.record({ kind: fc.constantFrom('user', 'address'), at: user }),
  fc.record({ kind: fc.constant('group'), at: group }),
)
const shareRows = fc.uniqueArray(
  fc.record({
    calendar,
    sharee,
    level: fc.constantFrom('owner', 'editor', 'viewer', 'freebusy'),
    isWaiting: isRare,
  }),
  { maxLength: 6, selector: ({ calendar, sharee }) => `${calendar} ${sharee.kind} ${sharee.at}` },
)
const otherPlacement = fc.record({
  calendar,
  detail: fc.constantFrom('full', 'title', 'busy'),
  placedBy: fc.option(user),
})
const event = fc.record({
  home: calendar,
  isPrivate: fc.boolean(),
  createdBy: fc.option(user),
  attendees: fc.uniqueArray(user, { maxLength: 2 }),
  occurrences: fc.array(
    fc.record(
      {
        attendees: fc.uniqueArray(user, { maxLength: 2 }),
        title: fc.constantFrom('Party', 'Picnic'),
        color: fc.constantFrom('teal', null),
        done: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
  isExcluded: isRare,
  hiddenFrom: fc.uniqueArray(user, { maxLength: 2 }),
  placements: fc.uniqueArray(otherPlacement, { maxLength: 2, selector: ({ calendar }) => calendar }),
})
const scenarios = fc.record({
  memberships,
  deletedGroups: fc.uniqueArray(group, { maxLength: 1 }),
  owners: fc.array(owner, { minLength: CALENDARS, maxLength: CALENDARS }),
  deletedCalendars: fc.uniqueArray(calendar, { maxLength: 1 }),
  shares: shareRows,
  events: fc.array(event, { minLength: 1, maxLength: 4 }),
})
type Scenario = typeof scenarios extends fc.Arbitrary<infer S> ? S : never

/** A scenario in which users see an event in full, by its title and as a busy time. */
const EVERY_DETAIL: Scenario = {
  memberships: [],
  deletedGroups: [],
  owners: [
    { kind: 'user', at: 0 },
    { kind: 'user', at: 1 },
    ...Array.from({ length: CALENDARS - 2 }, () => ({ kind: 'user' as const, at: 0 })),
  ],
  deletedCalendars: [],
  shares: [{ calendar: 0, sharee: { kind: 'user', at: 2 }, level: 'freebusy', isWaiting: false }],
  events: [
    {
      home: 0,
      isPrivate: false,
      createdBy: 0,
      attendees: [],
      occurrences: [],
      isExcluded: false,
      hiddenFrom: [],
      placements: [{ calendar: 1, detail: 'title', placedBy: 0 }],
    },
    // An invitation in the calendar of an attendee who does not see the home calendar: to a single event, to one
    // occurrence of a series, and to a series without one of its occurrences.
    ...[
      { attendees: [1], occurrences: [] },
      { attendees: [], occurrences: [{ attendees: [1], title: 'Party' as const }, { attendees: [0] }] },
      { attendees: [1], occurrences: [{ attendees: [0] }] },
    ].map((invitation) => ({
      ...{ home: 0, isPrivate: false, createdBy: 0, isExcluded: false, hiddenFrom: [], ...invitation },
      placements: [{ calendar: 1, detail: 'full' as const, placedBy: 1 }],
    })),
  ],
}

it('returns the same visible events in SQL and in TypeScript for every viewer', {
  timeout: 120_000,
}, async () => {
  const [details, scopes] = [new Set<string>(), new Set<string>()]
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { ids, found } = await visibleInDatabase(scenario)
      expect(found).toEqual(visibleByRule(scenario, ids))
      for (const line of found) {
        details.add(line.split(' ')[3]!)
        scopes.add(line.split(' ')[4]!)
      }
    }),
    { numRuns: 40, examples: [[EVERY_DETAIL]] },
  )
  expect([...details].sort()).toEqual(['busy', 'full', 'title'])
  expect([...scopes].sort()).toEqual(['all', 'invited', 'single'])
})

interface Ids {
  users: string[]
  groups: string[]
  calendars: string[]
  events: string[]
}

/** Lines `viewer calendar event detail scope content`, sorted. */
function visibleByRule(scenario: Scenario, ids: Ids): string[] {
  return scenario.events
    .flatMap((event, at) => {
      const content = {
        ...contentOf(event, ids),
        visibility: event.isPrivate ? ('private' as const) : ('default' as const),
        createdBy: event.createdBy === null ? null : ids.users[event.createdBy]!,
        attendees: event.attendees.map((user) => ({ userId: ids.users[user]!, email: null, name: null })),
        hiddenFrom: event.hiddenFrom.map((user) => ids.users[user]!),
      } as EventSnapshot
      return placementsOf(event).flatMap(({ calendar, home, detail, placedBy }) =>
        ids.users.flatMap((userId, viewer) => {
          const placement = {
            ...{ home, detail, placedBy: placedBy === null ? null : ids.users[placedBy]! },
            placerLevel: placedBy === null ? null : levelIn(scenario, placedBy, event.home),
          }
          const level = levelIn(scenario, viewer, calendar)
          const shown = detailFor(content, placement, { userId, level })
          const part = shownPart(content, START, placement)
          const scope = part ? (part.isSingle ? 'single' : 'invited') : 'all'
          return shown
            ? [`${viewer} ${calendar} ${at} ${shown} ${scope} ${shownText(withPart(content, part))}`]
            : []
        }),
      )
    })
    .sort()
}

/** The highest level of all paths by which a user reaches a calendar; 0 for none. */
function levelIn(
  { memberships, deletedGroups, owners, deletedCalendars, shares }: Scenario,
  user: number,
  calendar: number,
) {
  if (deletedCalendars.includes(calendar)) return 0
  const roleIn = (group: number) =>
    deletedGroups.includes(group)
      ? undefined
      : memberships.find((membership) => membership.user === user && membership.group === group)?.role
  const owner = owners[calendar]!
  const own =
    owner.kind === 'user'
      ? owner.at === user
        ? 4
        : 0
      : { owner: 4, admin: 4, editor: 3, viewer: 2, none: 0 }[roleIn(owner.at) ?? 'none']
  const shared = shares
    .filter((share) => share.calendar === calendar)
    .map(({ sharee, level: name, isWaiting }) => {
      const level = { owner: 4, editor: 3, viewer: 2, freebusy: 1 }[name]
      if (sharee.kind !== 'group') return sharee.at === user && !isWaiting ? level : 0
      const member = roleIn(sharee.at)
      return member ? Math.min(level, member === 'viewer' ? 2 : 4) : 0
    })
  return Math.max(own, ...shared)
}

/** The home placement, then the others. */
function placementsOf({ home, placements }: Scenario['events'][number]) {
  const others = placements.filter(({ calendar }) => calendar !== home)
  return [
    { calendar: home, home: true, detail: 'full' as const, placedBy: null },
    ...others.map((placement) => ({ ...placement, home: false })),
  ]
}

const START = '2027-05-03T09:00:00'
const RDATE = '2027-05-05T09:00:00'
const OCCURRENCES = [START, RDATE, '2027-05-10T09:00:00']

/** The content of an event that a placement may show in part. */
function contentOf({ occurrences, isExcluded }: Scenario['events'][number], ids: Ids) {
  const overrides = occurrences.map(({ attendees, ...fields }, at): [string, Override] => {
    const people = attendees?.map((user) => ({ userId: ids.users[user]!, email: null, name: null }))
    const own = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    return [OCCURRENCES[at]!, { ...own, ...(people && { attendees: people }) }]
  })
  const recurrence = {
    rules: ['FREQ=WEEKLY'],
    dates: [`${RDATE}/2027-05-05T11:00:00`],
    exclusions: isExcluded ? [RDATE] : [],
  }
  return {
    ...{ title: 'Event', color: 'pink', done: true, overrides: Object.fromEntries(overrides) },
    recurrence: occurrences.length ? recurrence : null,
  }
}

type Content = Pick<EventContent, 'title' | 'color' | 'done' | 'recurrence' | 'overrides'>

/** Returns content as text, with sorted keys. */
function shownText({ title, color, done, recurrence, overrides }: Content): string {
  return JSON.stringify({ title, color, done, recurrence, overrides }, (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

async function visibleInDatabase(scenario: Scenario): Promise<{ ids: Ids; found: string[] }> {
  const randomIds = (count: number) => Array.from({ length: count }, () => randomUUID() as string)
  const ids = {
    ...{ users: randomIds(USERS), groups: randomIds(GROUPS), calendars: randomIds(CALENDARS) },
    events: randomIds(scenario.events.length),
  }
  const { rows } = await db.transaction(async (tx) => {
    for (const [table, all] of Object.entries(rowsOf(scenario, ids))) {
      if (!all.length) continue
      const columns = sql.raw(Object.keys(all[0]!).join(', '))
      await tx.execute(sql`insert into ${sql.raw(table)} (${columns}) select ${columns}
        from jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(all)}::jsonb)`)
    }
    const rows: (Content & { viewer: number; calendar: string; event: string; seen: string })[] = []
    for (const [viewer, userId] of ids.users.entries()) {
      // As a value, and as an expression of the query.
      for (const viewerId of [userId, sql`l.viewer`]) {
        const found = await tx.execute<Omit<(typeof rows)[number], 'viewer'>>(sql`
          select p.calendar_id as calendar, e.id as event,
            e.detail || case when e.single then ' single' when e.partial then ' invited' else ' all' end as seen,
            e.title, e.color, e.done_at is not null as done, e.recurrence, e.overrides
          from (select ${userId}::uuid as viewer, l.* from ${levelsOf(userId)} l) l
          join placements p on p.calendar_id = l.calendar_id
          cross join lateral ${visibleEvents({ userId: viewerId }, sql`l.level`)} e`)
        rows.push(...found.map((row) => ({ ...row, viewer })))
      }
    }
    return { rows }
  })
  const lines = rows.map(
    ({ viewer, calendar, event, seen, ...content }) =>
      `${viewer} ${ids.calendars.indexOf(calendar)} ${ids.events.indexOf(event)} ${seen} ${shownText(content)}`,
  )
  const found = [...new Set(lines)].sort()
  // Each line was found both ways.
  expect(lines.length).toBe(found.length * 2)
  return { ids, found }
}

function eventColumns(event: Scenario['events'][number], ids: Ids) {
  const { color, recurrence, overrides } = contentOf(event, ids)
  return { color, recurrence, overrides, done_at: '2027-05-01T00:00:00Z' }
}

function rowsOf(scenario: Scenario, { users, groups, calendars, events }: Ids): Record<string, object[]> {
  const now = new Date().toISOString()
  const span = { span_from: '2027-05-03T09:00:00Z', span_to: '2027-05-03T10:00:00Z' }
  const profile = { color: 'teal', description: '', version: 1, created_at: now }
  const address = (at: number) => `${users[at]}@example.org`
  return {
    users: users.map((id, at) => ({
      ...{ id, name: 'Someone', email: address(at), email_verified: now, created_at: now, version: 1 },
      ...{ time_zone: 'UTC', locale: 'en', instance_admin: false },
    })),
    groups: groups.map((id, at) => ({
      ...{ id, name: 'Group', ...profile },
      deleted_at: scenario.deletedGroups.includes(at) ? now : null,
    })),
    members: scenario.memberships.map(({ user, group, role }) => ({
      ...{ group_id: groups[group], user_id: users[user], role, color: 'sky', created_at: now },
    })),
    calendars: calendars.map((id, at) => {
      const { kind, at: owner } = scenario.owners[at]!
      return {
        ...{ id, name: 'Calendar', ...profile },
        owner_user_id: kind === 'user' ? users[owner] : null,
        owner_group_id: kind === 'group' ? groups[owner] : null,
        deleted_at: scenario.deletedCalendars.includes(at) ? now : null,
      }
    }),
    shares: scenario.shares.map(({ calendar, sharee: { kind, at }, level, isWaiting }) => ({
      ...{ id: randomUUID(), calendar_id: calendars[calendar], level, created_at: now },
      user_id: kind === 'user' ? users[at] : null,
      group_id: kind === 'group' ? groups[at] : null,
      email: kind === 'address' ? address(at) : null,
      accepted_at: isWaiting ? null : now,
      accepted_by: kind === 'address' && !isWaiting ? users[at] : null,
    })),
    events: scenario.events.map((event, at) => ({
      ...{ id: events[at], uid: events[at], kind: 'event', status: 'confirmed', title: 'Event', ...span },
      ...{ description: '', location: '', busy: true, unknown: [], tzdata: '', sequence: 0, version: 1 },
      ...{
        start_wall: '2027-05-03T09:00:00',
        end_wall: '2027-05-03T10:00:00',
        start_zone: 'UTC',
        end_zone: 'UTC',
      },
      visibility: event.isPrivate ? 'private' : 'default',
      created_by: event.createdBy === null ? null : users[event.createdBy],
      ...eventColumns(event, { users, groups, calendars, events }),
      ...{ created_at: now, updated_at: now },
    })),
    placements: scenario.events.flatMap((event, at) =>
      placementsOf(event).map(({ calendar, home, detail, placedBy }) => ({
        ...{ event_id: events[at], calendar_id: calendars[calendar], home, detail, uid: events[at], ...span },
        ...{ placed_by: placedBy === null ? null : users[placedBy], long: false },
      })),
    ),
    attendees: scenario.events.flatMap((event, at) =>
      event.attendees.map((user) => ({
        ...{ id: randomUUID(), event_id: events[at], user_id: users[user] },
      })),
    ),
    hidden_from: scenario.events.flatMap((event, at) =>
      event.hiddenFrom.map((user) => ({ event_id: events[at], user_id: users[user] })),
    ),
  }
}
