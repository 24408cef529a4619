import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { addDays } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { writeIcal } from '@/lib/calendar/server/ical/write'
import { FLAG } from '@/lib/calendar/tuple'
import { answerEvent } from '@/lib/commands/answers'
import { addComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { createFeed } from '@/lib/commands/feeds'
import { setLayer } from '@/lib/commands/layers'
import { dueOf } from '@/lib/jobs/alarms.test.due'
import { dispatch } from '@/lib/jobs/dispatch'
import {
  addMember,
  as,
  codeOf,
  insertShare,
  loadEventDetail,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { busyTimes } from './busy-times'
import { eventComments } from './comments'
import { eventHistory } from './event-history'
import { exportedEvents } from './export'
import { hiddenEvents } from './hidden-events'
import { home } from './home'
import { mentionable } from './mentionable'
import { notificationList } from './notifications/list'
import { search } from './search'

// Other tests verify what is mailed.
delete process.env.SMTP_URL

/** Texts of the series and of its other occurrences. */
const SECRETS = ['Boardroom', 'Agenda', 'Vault', 'Crisis', 'director']

let organizer: TestUser
let director: TestUser
let member: TestUser
/** A user who can read the member's calendar. */
let partner: TestUser
beforeAll(async () => {
  organizer = await makeUser('organizer')
  director = await makeUser('director')
  member = await makeUser('member')
  partner = await makeUser('partner')
  const { group } = await makeGroup(organizer)
  for (const user of [director, member]) await addMember(user, organizer, group)
  await insertShare(member.calendar, { userId: partner.id }, 'viewer')
})

const TODAY = new Date().toISOString().slice(0, 10)

/** At noon, since an occurrence that ends after midnight would contain the next date, too. */
const SPAN = {
  type: 'timed',
  start: `${TODAY}T12:00:00`,
  startZone: 'UTC',
  end: `${TODAY}T13:00:00`,
  endZone: 'UTC',
} as const
const at = (days: number): RecurrenceId => `${addDays(SPAN.start.slice(0, 10), days)}${SPAN.start.slice(10)}`
const OTHER_DAYS = [0, 2, 3].map((days) => at(days).slice(0, 10))

const edit = async (id: string, occurrence: RecurrenceId, patch: object, scope = 'this') => {
  const { version } = await loadEventDetail(organizer, id)
  const { result } = await as(organizer).run(updateEvent, {
    ...{ id, version, patch },
    occurrence: { id: occurrence, scope: scope as 'this' },
  })
  return result
}

/** Creates a daily series whose second occurrence invites the member, and whose third has a title of its own. */
async function createSeries() {
  const { id } = await as(organizer).createEvent({
    ...{ calendarId: organizer.calendar, span: SPAN, rules: ['FREQ=DAILY'], attendees: [director.id] },
    ...{ title: 'Boardroom meeting', description: 'Agenda', location: 'Vault', color: 'pink' },
  })
  const party = { title: 'Party', description: 'Bring cake', location: 'Garden', attendees: [member.id] }
  await edit(id, at(1), party)
  await edit(id, at(2), { title: 'Crisis' })
  return id
}

const rangeOf = async (user: TestUser) => as(user).loadRange(OTHER_DAYS[0]!, addDays(OTHER_DAYS[0]!, 10))

const daysIn = (texts: string) => OTHER_DAYS.filter((day) => texts.includes(day))

function expectOnlyParty(detail: unknown) {
  const text = JSON.stringify(detail)
  for (const secret of SECRETS) expect(text).not.toContain(secret)
  expect(daysIn(text)).toEqual([])
}

describe('an attendee of a single occurrence', () => {
  it('shows an attendee of a single occurrence, and readers of the attendee’s calendar, only that occurrence', async () => {
    const id = await createSeries()
    for (const user of [member, partner]) {
      const { tuples, locations } = await rangeOf(user)
      expect(tuples.filter(([event]) => event === id).map((tuple) => [tuple[5], tuple[7]])).toEqual([
        ['Party', at(1)],
      ])
      expectOnlyParty([tuples.filter(([event]) => event === id), locations])
    }
    const tuple = (await rangeOf(member)).tuples.find(([event]) => event === id)!
    expect(tuple[2] & FLAG.unanswered).toBeTruthy()
    const viewer = { timeZone: 'UTC', newsSeenAt: null }
    const { range, ...page } = await home(db, await as(member).loadReach(), viewer, Date.now())
    expect(range.tuples.filter(([event]) => event === id)).toHaveLength(1)
    expect(page.extras[id]).toMatchObject({ location: 'Garden', people: [{ name: 'member' }] })
    expectOnlyParty([page.extras, page.invitations])
    expect(page.news.flatMap(({ event }) => event ?? [])).toEqual([])
  })

  it('shows an attendee of a single occurrence only that occurrence in the dialog, without the series', async () => {
    const id = await createSeries()
    const detail = await loadEventDetail(member, id, at(1))
    expect(detail).toMatchObject({
      ...{ title: 'Party', occurrence: at(1), series: null, rules: [], editable: false },
      ...{ attendees: [{ userId: member.id }], answer: { status: 'needs-action' } },
    })
    expectOnlyParty(detail)
    expect(await loadEventDetail(member, id)).toEqual(detail)
    for (const day of [0, 2, 3]) expect(await codeOf(loadEventDetail(member, id, at(day)))).toBe('NOT_FOUND')
    const reach = await as(member).loadReach()
    const granted = await db.transaction((tx) => grant(tx, member, 'read', 'event', id))
    expectOnlyParty(await eventHistory(db, granted, reach))
  })

  it('finds for an attendee of a single occurrence only that occurrence', async () => {
    const id = await createSeries()
    const find = async (q: object) => {
      const query = { q: '', calendar: [], page: 1, ...q } as never
      const { found } = await search(db, await as(member).loadReach(), query, {
        now: Date.now(),
        zone: 'UTC',
      })
      return found.filter(([[event]]) => event === id)
    }
    const hits = await find({ q: 'party garden' })
    expect(hits).toHaveLength(1)
    expectOnlyParty(hits)
    expect(await find({ q: 'gardenn' })).toHaveLength(1)
    expect(await find({ person: member.id })).toHaveLength(1)
    for (const secret of [...SECRETS, 'Boardrom', 'Crissis', 'Vaullt', 'directr'])
      expect(await find({ q: secret }), secret).toEqual([])
    expect(await find({ person: director.id })).toEqual([])
  })

  it('exports from the calendar of an attendee of a single occurrence only that occurrence', async () => {
    const id = await createSeries()
    const reach = await as(member).loadReach()
    const calendars = reach.calendars.filter(({ id }) => id === member.calendar)
    const { result } = await as(member).run(createFeed, {
      calendar: member.calendar,
      level: 'full',
      name: '',
    })
    const token = /([\w-]{20,})\.ics/.exec(result.path)![1]!
    const feed = await db.transaction((tx) => grant(tx, { kind: 'nobody' }, 'read', 'feed', { token }))
    for (const reader of [{ reach, calendars }, feed]) {
      const found = []
      for await (const event of exportedEvents(db, reader)) if (event.id === id) found.push(event)
      expect(found).toHaveLength(1)
      expectOnlyParty(found.map(({ created, modified, ...event }) => event))
      const file = [...writeIcal({}, found)].join('')
      expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1)
      expect(file).toContain('RECURRENCE-ID')
      expect(file).not.toMatch(/RRULE|RDATE|EXDATE/)
    }
    await insertShare(member.calendar, { userId: director.id }, 'freebusy')
    const busy = await busyTimes(db, await as(director).loadReach(), member.calendar, {
      ...{ now: Date.now(), title: 'busy' },
    })
    expect(JSON.stringify(busy)).toContain(at(1).slice(0, 10))
    expect(daysIn(JSON.stringify(busy))).toEqual([])
  })

  it('shows an attendee of a single occurrence no comments and accepts none, since comments are about the series', async () => {
    const id = await createSeries()
    await as(director).run(addComment, { event: id, text: 'Crisis!' })
    const granted = await db.transaction((tx) => grant(tx, member, 'read', 'event', id))
    expect(await eventComments(db, granted)).toMatchObject({
      comments: [],
      count: 0,
      can: { comment: false },
    })
    expect(await mentionable(db, member.id, { event: granted.row }, { q: '' })).toEqual([])
    expect(await codeOf(as(member).run(addComment, { event: id, text: 'Hello' }))).toBe('FORBIDDEN')
    expect(await codeOf(as(director).run(addComment, { event: id, text: 'Hello' }))).toBe('ok')
  })

  it('lets an attendee of a single occurrence answer only that occurrence, also without naming it', async () => {
    const id = await createSeries()
    const { version } = await loadEventDetail(member, id)
    const answer = { id, version, status: 'accepted' as const }
    expect((await as(member).run(answerEvent, answer)).result).toEqual({ id, occurrence: at(1) })
    expect((await loadEventDetail(member, id)).answer?.status).toBe('accepted')
    for (const occurrence of [at(0), at(2), at(3)])
      expect(await codeOf(as(member).run(answerEvent, { ...answer, occurrence }))).toBe('NOT_FOUND')
    for (const occurrence of [at(0), at(2)])
      expect(await codeOf(as(member).run(setLayer, { id, version, occurrence, patch: {} }))).toBe('NOT_FOUND')
    await as(member).run(setLayer, { id, version: 1, occurrence: at(1), patch: { hidden: true } })
    expectOnlyParty(await hiddenEvents(db, await as(member).loadReach()))
  })

  it('sends an attendee of a single occurrence alerts and notifications of that occurrence only', async () => {
    const id = await createSeries()
    const notices = async () => {
      await dispatch()
      const { items } = await notificationList(db, await as(member).loadReach(), 'UTC')
      return items.filter(({ eventId }) => eventId === id)
    }
    expect(await notices()).toMatchObject([
      { kind: 'invited', title: 'Party', when: { start: at(1) }, openAt: { occurrence: at(1) } },
    ])
    expectOnlyParty(await notices())
    const due = (await dueOf(id)).filter(({ user }) => user === member.id)
    expect(due.map(({ recurrenceId }) => recurrenceId)).toEqual([at(1)])
    const before = (await as(member).loadReach()).calendars
    await edit(id, at(2), { title: 'Crisis again' })
    await edit(id, at(0), { title: 'Boardroom' }, 'all')
    expect(await notices()).toHaveLength(1)
    const seqOf = (all: typeof before) => all.find(({ id }) => id === member.calendar)!.seq
    expect(seqOf((await as(member).loadReach()).calendars)).toBe(seqOf(before))
    await edit(id, at(1), { location: 'Lake' })
    const changed = (await notices()).filter(({ kind }) => kind === 'changed')
    expect(changed).toMatchObject([
      { title: 'Party', changes: [{ field: 'location', occurrence: at(1), from: 'Garden', to: 'Lake' }] },
    ])
    expectOnlyParty(changed)
    await edit(id, at(0), { span: { ...SPAN, end: SPAN.start } }, 'all')
    const [moved] = (await notices()).filter(({ kind }) => kind === 'changed')
    expect(moved?.changes.map(({ field, occurrence }) => [field, occurrence])).toContainEqual(['span', at(1)])
    expectOnlyParty(moved)
  })

  it('shows an attendee of a single occurrence only that occurrence after the series was moved, and after it was split', async () => {
    const id = await createSeries()
    const [start, end] = [`${at(0).slice(0, 11)}01:00:00`, `${at(0).slice(0, 11)}02:00:00`]
    await edit(id, at(0), { span: { ...SPAN, start, end } }, 'all')
    const moved = `${at(1).slice(0, 11)}01:00:00`
    const shownTo = async (user: TestUser, event: string) =>
      (await rangeOf(user)).tuples.filter(([id]) => id === event).map((tuple) => tuple[7])
    expect(await shownTo(member, id)).toEqual([moved])
    const { id: later } = await edit(id, moved, { color: 'teal' }, 'following')
    expect(later).not.toBe(id)
    expect([await shownTo(member, id), await shownTo(member, later)]).toEqual([[], [moved]])
  })
})

it('shows an attendee of a series no occurrence that they were removed from', async () => {
  const id = await createSeries()
  await edit(id, at(3), { attendees: [organizer.id], title: 'Private dinner' })
  const { tuples } = await as(director).loadRange(OTHER_DAYS[0]!, addDays(OTHER_DAYS[0]!, 6))
  const occurrences = tuples.filter(([event]) => event === id)
  expect(occurrences.map((tuple) => tuple[7])).toEqual([at(0), at(2), at(4), at(5)])
  expect(await codeOf(loadEventDetail(director, id, at(3)))).toBe('NOT_FOUND')
  const { series } = await loadEventDetail(director, id)
  expect(series?.recurrence).toMatchObject({ rules: ['FREQ=DAILY'], exclusions: [at(1), at(3)] })
  expect(JSON.stringify(series)).not.toContain('Private dinner')
})

it('shows the whole series to an attendee of a single occurrence who reads its calendar', async () => {
  const id = await createSeries()
  await insertShare(organizer.calendar, { userId: member.id }, 'viewer')
  const { tuples } = await rangeOf(member)
  expect(tuples.filter(([event]) => event === id)).toHaveLength(10)
  expect((await loadEventDetail(member, id)).series).not.toBeNull()
})
