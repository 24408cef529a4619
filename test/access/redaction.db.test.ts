import { randomUUID } from 'node:crypto'
import { sql as drizzle } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { ENTITIES, type Entity } from '@/db/schema/changes'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { NOTIFICATION_KINDS } from '@/lib/calendar/notifications'
import { mailTexts } from '@/lib/mail/mail-texts'
import { renderNotificationMail } from '@/lib/mail/notification-mail'
import { describeChange } from '@/lib/queries/changes/describe-change'
import type { ChangeDescription } from '@/lib/queries/changes/descriptions'
import { type RecordedChange, recordedColumns } from '@/lib/queries/changes/recorded-change'
import { loadChangeViewer } from '@/lib/queries/changes/viewer'
import { guestPage } from '@/lib/queries/guest-page'
import { notificationItems } from '@/lib/queries/notifications/items'
import { notificationColumns, type StoredNotification } from '@/lib/queries/notifications/stored-notification'
import type { ApiClient } from '@/test/clients/api-client'
import { inProcessClients } from '@/test/clients/in-process'
import { connectToTestDatabase } from '@/test/database/connection'
import { guestPath } from './guest-path'
import { ROUTES } from './operations'
import { createRoleClients, makeScenario, type RoleClients, type Scenario } from './scenario'
import {
  createSecretEvents,
  createSharee,
  hideFrom,
  READER_LEVELS,
  type ReaderLevel,
  type SecretEvents,
  SHARED_CALENDARS,
  type SharedCalendar,
  userIdOf,
  visibleTexts,
} from './secret-events'

// Searches the responses of all routes of the access matrix for secrets that the reader may not see.
const sql = connectToTestDatabase()

let scenario: Scenario
let callers: RoleClients
let secretEvents: SecretEvents

beforeAll(async () => {
  const created = await createRoleClients(inProcessClients)
  callers = created.callers
  scenario = await makeScenario(sql, callers, created.emails)
  secretEvents = await createSecretEvents(callers.owner, scenario.ids.owner)
})
afterAll(() => sql.end())

for (const side of SHARED_CALENDARS) {
  for (const level of READER_LEVELS) {
    it(`shows a ${level} of the ${side === 'home' ? 'home calendar' : 'calendar of a placement'} only what the level permits`, async () => {
      const reader = await createSharee(sql, inProcessClients, secretEvents.calendars[side], level)
      const responses = [
        ...(await responsesOfRoutes(reader)),
        ...(await refusals(reader, side, level)),
        JSON.stringify(await describedChanges(userIdOf(reader))),
        JSON.stringify(await notificationsOfEverything(userIdOf(reader))),
      ].join('\n')
      for (const event of secretEvents.events) {
        const label = `${event.detail}, ${event.visibility}, ${event.shape}`
        const visible = visibleTexts(side, level, event)
        expect(responses.includes(event.title), `title: ${label}`).toBe(visible.title)
        expect(responses.includes(event.details), `description: ${label}`).toBe(visible.details)
        if (!visible.formerTitle)
          expect(responses.includes(event.formerTitle), `former title: ${label}`).toBe(false)
      }
    })
  }
}

for (const side of SHARED_CALENDARS) {
  it(`shows nothing of events that are hidden from an owner of the ${side === 'home' ? 'home calendar' : 'calendar of a placement'}`, async () => {
    const reader = await createSharee(sql, inProcessClients, secretEvents.calendars[side], 'owner')
    await hideFrom(sql, reader, secretEvents.events)
    const feed = await reader.callAction('calendars/createFeed', {
      calendar: secretEvents.calendars[side],
      level: 'full',
    })
    const responses = await responsesOfRoutes(reader)
    responses.push((await reader.get(feed.result!.path!)).text)
    responses.push(JSON.stringify(await describedChanges(userIdOf(reader))))
    responses.push(JSON.stringify(await notificationsOfEverything(userIdOf(reader))))
    for (const { id, changeset } of secretEvents.events) {
      const edit = await reader.callAction('events/updateEvent', { id, version: 2, patch: { title: 'mine' } })
      const undo = await reader.callAction('events/undo', { changeset })
      expect([edit.error?.code, undo.error?.code]).toEqual(['NOT_FOUND', 'NOT_FOUND'])
      responses.push(edit.text, undo.text)
    }
    const texts = responses.join('\n')
    for (const event of secretEvents.events) {
      const label = `${event.detail}, ${event.visibility}, ${event.shape}`
      for (const secret of [event.title, event.details, event.formerTitle])
        expect(texts.includes(secret), label).toBe(false)
    }
    await sql`delete from hidden_from`
  })
}

it('shows an attendee of single occurrences only these occurrences of a series', async () => {
  const { client: reader, email } = await inProcessClients.signedUp('Zq guest')
  const [account] =
    await sql`select u.id, c.id as calendar from users u join calendars c on c.owner_user_id = u.id
    where u.email = ${email}`
  const series = secretEvents.events.filter(({ shape }) => shape === 'series')
  const shown = series.map(() => ({ title: `shown-${randomUUID()}`, details: `shown-${randomUUID()}` }))
  for (const [index, { id }] of series.entries()) {
    const { span, version } = JSON.parse((await callers.owner.get(`/api/view/event/${id}`)).text)
    const occurrence = { id: span.start.replace('-17T', '-18T'), scope: 'this' }
    const edit = async (from: number, patch: object) => {
      const edited = await callers.owner.callAction('events/updateEvent', {
        id,
        version: from,
        occurrence,
        patch,
      })
      expect(edited.ok, edited.text).toBe(true)
    }
    const { title, details } = shown[index]!
    const attendees = [{ userId: account!.id, email: null, name: null }]
    await edit(version, { title: 'shown', description: details, location: details })
    await sql`update events set overrides =
      jsonb_set(overrides, ${[occurrence.id, 'attendees']}, ${JSON.stringify(attendees)}::text::jsonb) where id = ${id}`
    await edit(version + 1, { title })
    await sql`insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
      select e.id, ${account!.calendar}, false, 'full', ${account!.id}, e.uid, e.span_from, e.span_to, true
      from events e where e.id = ${id} on conflict do nothing`
  }
  const responses = [
    ...(await responsesOfRoutes(reader)),
    JSON.stringify(await describedChanges(account!.id)),
    JSON.stringify(await notificationsOfEverything(account!.id)),
  ].join('\n')
  for (const { title, details } of shown)
    expect([responses.includes(title), responses.includes(details)]).toEqual([true, true])
  for (const { title, details, formerTitle } of secretEvents.events)
    for (const secret of [title, details, formerTitle]) expect(responses).not.toContain(secret)
})

/** Roles to which changes of each entity are described. A new entity needs a description, or a reason for none. */
const READERS: Record<Entity, readonly string[]> = {
  answer: ['owner', 'admin', 'editor', 'viewer'],
  attachment: ['owner', 'admin', 'editor', 'viewer'],
  calendar: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  comment: ['owner', 'admin', 'editor', 'viewer'],
  event: ['owner', 'admin', 'editor', 'viewer'],
  feed: ['owner', 'admin'],
  gathering: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  group: ['owner', 'admin', 'editor', 'viewer'],
  invitation: ['owner', 'admin'],
  member: ['owner', 'admin', 'editor', 'viewer'],
  participant: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  placement: ['owner', 'admin', 'editor', 'viewer'],
  share: ['owner', 'admin', 'viewer'],
  slot: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  task: ['owner', 'admin', 'editor', 'viewer'],
  'task-list': ['owner', 'admin', 'editor', 'viewer'],
  user: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  vote: ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'],
  // A user's own settings, which nobody else sees, and the audit log of administrators.
  alarms: [],
  binding: [],
  'calendar-settings': [],
  connection: [],
  delivery: [],
  instance: [],
  job: [],
  notification: [],
  layer: [],
}

it('describes changes of every entity to its readers only', async () => {
  const { calendar, ids } = scenario
  const shared = await callers.owner.callAction('shares/createShare', {
    ...{ calendar, to: { user: ids.viewer }, level: 'viewer' },
  })
  expect(shared.ok, shared.text).toBe(true)
  // Everyone who has the link of an open gathering sees it.
  await gatheringWithVote('Zq open', { access: 'link' })
  const readers = new Map<string, string[]>(ENTITIES.map((entity) => [entity, []]))
  for (const [role, id] of Object.entries(ids)) {
    const described = new Set((await describedChanges(id)).map(({ kind }) => kind))
    for (const kind of described) readers.get(kind)!.push(role)
  }
  expect(Object.fromEntries(readers)).toEqual(READERS)
})

it('describes hidden votes and participants of a gathering to its managers and the voter only', async () => {
  const { ids } = scenario
  const secret = `vote-${randomUUID()}`
  const id = await gatheringWithVote(secret, { votesHidden: true, participantsHidden: true })
  const kindsFor = async (userId: string) =>
    (await describedChanges(userId)).flatMap((description) =>
      'slug' in description && description.id === id ? description.kind : [],
    )
  expect((await kindsFor(ids.owner)).sort()).toEqual([
    'gathering',
    'gathering',
    'participant',
    'slot',
    'vote',
  ])
  expect((await kindsFor(ids.editor)).sort()).toEqual(['gathering', 'gathering', 'slot'])
  expect(await kindsFor(ids.stranger)).toEqual([])
  expect(JSON.stringify(await describedChanges(ids.editor))).not.toContain(`comment ${secret}`)
  // Changes that were recorded before the votes were hidden are hidden as well.
  const open = await gatheringWithVote(secret)
  await sql`update gatherings set votes_hidden = true, participants_hidden = true where id = ${open}`
  expect(JSON.stringify(await describedChanges(ids.owner))).toContain(`comment ${secret}`)
  expect(JSON.stringify(await describedChanges(ids.editor))).not.toContain(`comment ${secret}`)
})

it("shows a user's own note of an event to nobody else", async () => {
  const note = `note-${crypto.randomUUID()}`
  const { id } = secretEvents.events[0]!
  const saved = await callers.owner.callAction('layers/setLayer', { id, patch: { note } })
  expect(saved.ok, saved.text).toBe(true)
  const reader = await createSharee(sql, inProcessClients, secretEvents.calendars.home, 'owner')
  expect((await callers.owner.get(`/api/view/own/${id}`)).text).toContain(note)
  expect((await responsesOfRoutes(reader)).join('\n')).not.toContain(note)
})

it('shows at a feed URL only what the level of the feed permits', async () => {
  for (const side of SHARED_CALENDARS) {
    const full = (await callers.nobody.get(secretEvents.feeds[side].full)).text
    const busy = (await callers.nobody.get(secretEvents.feeds[side].busy)).text
    expect(full).toContain('BEGIN:VEVENT')
    expect(busy).toContain('BEGIN:VEVENT')
    for (const event of secretEvents.events) {
      const visible = visibleTexts(side, 'viewer', event)
      expect(full.includes(event.title)).toBe(visible.title)
      expect(full.includes(event.details)).toBe(visible.details)
      expect(full).not.toContain(event.formerTitle)
      for (const text of [event.title, event.details, event.formerTitle, event.id])
        expect(busy).not.toContain(text)
    }
    expect(full).not.toContain(secretEvents.deleted)
  }
})

it('shows the holders of guest links their own event, and no other guest’s address, comment or event', async () => {
  const { events, deleted } = secretEvents
  const [event, ...others] = events.filter(({ shape }) => shape === 'series')
  const [ann, bob] = [`ann-${randomUUID()}@example.org`, `bob-${randomUUID()}@example.org`]
  const attendees = [{ email: ann, name: 'Ann' }, { email: bob }]
  for (const { id } of [event!, ...others]) {
    const { version } = JSON.parse((await callers.owner.get(`/api/view/event/${id}`)).text)
    const edit = await callers.owner.callAction('events/updateEvent', { id, version, patch: { attendees } })
    expect(edit.ok, edit.text).toBe(true)
  }
  const answer = await db.transaction(async (tx) => {
    const [link] = await sql`select id from guest_links where event_id = ${event!.id} and email = ${ann}`
    const guest = {
      kind: 'guest',
      link: link!.id,
      event: event!.id,
      person: { email: ann, name: null },
    } as const
    const page = await guestPage(tx, await grant(tx, guest, 'read', 'event', event!.id), { now: 0 })
    const file = await inProcessClients.withInvalidSession().get(`${guestPath(link!.id)}/event.ics`)
    return `${JSON.stringify(page)} ${file.text}`
  })
  expect(answer).toContain(event!.title)
  expect(answer).toContain(ann)
  const secrets = [
    bob,
    event!.formerTitle,
    deleted,
    ...others.flatMap(({ title, details }) => [title, details]),
  ]
  for (const secret of secrets) expect(answer).not.toContain(secret)
  // Other readers of the event must not see the link: with it, they could answer in the name of a guest.
  const links = await sql`select id from guest_links where event_id = ${event!.id}`
  const reader = await createSharee(sql, inProcessClients, secretEvents.calendars.home, 'viewer')
  const responses = (await responsesOfRoutes(reader)).join()
  for (const { id } of links) for (const text of [id, guestPath(id)]) expect(responses).not.toContain(text)
})

/** Creates a gathering of the group in which the viewer has voted, with a comment. */
async function gatheringWithVote(title: string, options: object = {}): Promise<string> {
  const { group } = scenario
  const created = await callers.owner.callAction('gatherings/createGathering', {
    ...{ title, access: 'members', timeZone: 'UTC', group, ...options },
    slots: [{ type: 'all-day', start: '2127-01-01', end: '2127-01-02' }],
  })
  expect(created.ok, created.text).toBe(true)
  const id = created.result!.id!
  const [slot] = await sql`select id from gathering_slots where gathering_id = ${id}`
  const voted = await callers.viewer.callAction('gatherings/voteGathering', {
    ...{ gathering: id, votes: { [slot!.id]: 'yes' }, comment: `comment ${title}` },
  })
  expect(voted.ok, voted.text).toBe(true)
  return id
}

/** Returns the responses of every route, requested for both calendars and each event. */
async function responsesOfRoutes(reader: ApiClient): Promise<string[]> {
  const requests = new Map<string, () => Promise<{ text: string }>>()
  for (const { id, changeset } of secretEvents.events) {
    for (const calendar of Object.values(secretEvents.calendars)) {
      const target: Scenario = { ...scenario, calendar, event: id, privateEvent: id, changeset }
      for (const route of ROUTES) {
        // Commands by HTTP would change the events, which a reader at level editor may.
        if (route.file.startsWith('api/commands/')) continue
        const [path, body] = [route.path(target), route.body?.(target)]
        requests.set(`${route.method} ${path} ${JSON.stringify(body)}`, () =>
          route.method === 'GET' ? reader.get(path) : reader.post(path, body),
        )
      }
    }
  }
  const texts: string[] = []
  for (const request of requests.values()) texts.push((await request()).text)
  return texts
}

/** Describes every change in the database to a user. */
async function describedChanges(userId: string): Promise<ChangeDescription[]> {
  const changes = await db.execute<Columns<RecordedChange>>(drizzle`
    select ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id`)
  const viewer = await loadChangeViewer(db, await loadReach(db, { kind: 'user', id: userId }), changes)
  return changes.flatMap((change) => describeChange(change, viewer) ?? [])
}

/**
 * Returns the notifications that a user would read, and the mails, if they were notified of every change as every kind.
 */
async function notificationsOfEverything(userId: string): Promise<unknown[]> {
  for (const kind of NOTIFICATION_KINDS) {
    await sql`
      insert into notifications (id, user_id, kind, event_id, stream, seq, last_seq, starts_at)
      select gen_random_uuid(), ${userId}, ${kind}, e.id, c.stream, c.seq, c.seq + 1, now()
      from changes c join events e on e.id::text = c.entity_id`
  }
  const rows = await db.execute<Columns<StoredNotification>>(drizzle`
    select ${notificationColumns} from notifications n where n.user_id = ${userId}`)
  const items = await notificationItems(db, await loadReach(db, { kind: 'user', id: userId }), 'UTC', rows)
  await sql`delete from notifications where user_id = ${userId}`
  const reader = {
    id: userId,
    name: '',
    email: '',
    locale: 'en',
    timeZone: 'UTC',
    weekStart: 1,
    hourCycle: 'h23',
  } as const
  const texts = await mailTexts(reader, Date.now())
  return items.flatMap((item) => [
    item,
    renderNotificationMail([item], texts, { isDigest: false, subscription: '' }),
    renderNotificationMail([item], texts, { isDigest: true, subscription: '' }),
  ])
}

/** Returns the responses of actions that the reader has no permission for. */
async function refusals(reader: ApiClient, side: SharedCalendar, level: ReaderLevel): Promise<string[]> {
  const writes = side === 'home' && (level === 'editor' || level === 'owner')
  if (writes) return []
  const texts: string[] = []
  for (const { id, changeset } of secretEvents.events) {
    const edit = await reader.callAction('events/updateEvent', { id, version: 1, patch: { title: 'mine' } })
    const undo = await reader.callAction('events/undo', { changeset })
    expect([edit.ok, undo.ok], 'may not write').toEqual([false, false])
    texts.push(edit.text, undo.text)
  }
  return texts
}
