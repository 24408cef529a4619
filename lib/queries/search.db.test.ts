import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { isUntitledBusy, toItems } from '@/lib/calendar/tuple'
import { updateEvent } from '@/lib/commands/events'
import {
  addMember,
  as,
  hour,
  insertPlacement,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { searchAs, searchTitles } from './search.test.results'

describe('search matches', () => {
  let anna: TestUser
  let ben: TestUser
  let family: { group: string; calendar: string }
  beforeAll(async () => {
    anna = await makeUser('Anna')
    ben = await makeUser('Benedikt')
    family = await makeGroup(anna)
    await addMember(ben, anna, family.group)
    const make = (title: string, fields: object = {}) =>
      as(anna).createEvent({ calendarId: anna.calendar, title, ...fields })
    for (const title of [
      'Zahnarzt',
      'Café-Besuch',
      'Straßenfest',
      '定例会議のお知らせ',
      'اجتماع العائلة',
      'שיעור פסנתר',
    ])
      await make(title)
    for (const title of [
      'Зубной врач',
      'Ёлка',
      '정기회의',
      '🎂 Geburtstag',
      'नाश्ता',
      'นัดหมาย',
      'Πάσχα',
      'U8 Football',
    ])
      await make(title)
    await make('Choir', { location: 'Müllerstraße 5', description: 'Bring the <b>violin</b> key.' })
    await make('Meeting Ben', { attendees: [ben.id], calendarId: family.calendar, kind: 'meeting' })
  })

  test.each([
    ['Zahnarzt', 'Zahnarzt'],
    ['zahnartz', 'Zahnarzt'],
    ['ZAHN', 'Zahnarzt'],
    ['arzt', 'Zahnarzt'],
    ['cafe', 'Café-Besuch'],
    ['café besuch', 'Café-Besuch'],
    ['strassen', 'Straßenfest'],
    ['会議', '定例会議のお知らせ'],
    ['議', '定例会議のお知らせ'],
    ['اجتماع', 'اجتماع العائلة'],
    ['العائله', 'اجتماع العائلة'],
    ['פסנתר', 'שיעור פסנתר'],
    ['зубной', 'Зубной врач'],
    ['зубнйо', 'Зубной врач'],
    ['елка', 'Ёлка'],
    ['회의', '정기회의'],
    ['🎂', '🎂 Geburtstag'],
    ['नाश्ता', 'नाश्ता'],
    ['นัด', 'นัดหมาย'],
    ['πασχα', 'Πάσχα'],
    ['u8', 'U8 Football'],
    ['fotball', 'U8 Football'],
    ['mullerstrasse', 'Choir'],
    ['violin', 'Choir'],
    ['benedikt', 'Meeting Ben'],
    ['benedkit', 'Meeting Ben'],
    ['meeting benedikt', 'Meeting Ben'],
  ])('finds for %s the event %s', async (q, title) => {
    expect(await searchTitles(anna, q)).toContain(title)
  })

  test.each(['', '   ', '%', '_', '%%%%', '*', 'qqqqqq', '\\', "'; drop table events; --"])(
    'finds nothing for %j',
    async (q) => {
      expect(await searchTitles(anna, q)).toEqual([])
    },
  )

  test('answers hostile text without a fault', async () => {
    for (const q of [
      'x'.repeat(10_000),
      'ab '.repeat(5000),
      '\0\0a',
      '\ud800a\udc00',
      '(((((',
      'a:*&!|<->',
      '\\'.repeat(500),
      '%_'.repeat(500),
    ])
      await searchAs(anna, {
        q,
        person: 'x',
        calendar: ['y', q],
        kind: q,
        from: q,
        to: '9999-99-99',
        page: q,
      })
  })

  test('sorts exact titles first, then titles that start with the text, then by distance from now', async () => {
    const nora = await makeUser('Nora')
    const make = (title: string, day: string, fields: object = {}) =>
      as(nora).createEvent({ calendarId: nora.calendar, title, span: hour(day), ...fields })
    await make('Tea with everybody', '2026-11-22')
    await make('High tea', '2026-11-23')
    await make('Tea', '2020-01-01')
    await make('Elsewhere', '2026-11-21', { description: 'and then tea' })
    await make('Tea, again', '2026-11-21')
    expect(await searchTitles(nora, 'tea')).toEqual([
      'Tea',
      'Tea, again',
      'Tea with everybody',
      'High tea',
      'Elsewhere',
    ])
  })

  test('tells whether an event without a title is busy in a calendar whose details the account does not see', async () => {
    const nora = await makeUser('Nora')
    const { id } = await as(nora).createEvent({ calendarId: nora.calendar, title: 'x', location: 'Pool' })
    await db.update(events).set({ title: '' }).where(eq(events.id, id))
    const isBusy = async () =>
      toItems([(await searchAs(nora, { q: 'pool' })).found[0]![0]], 'UTC').map(isUntitledBusy)
    expect(await isBusy()).toEqual([false])
    await db.update(events).set({ readOnly: 'read-only-calendar' }).where(eq(events.id, id))
    expect(await isBusy()).toEqual([true])
  })

  test('finds a series at its next occurrence, and a changed occurrence at its own time', async () => {
    const nora = await makeUser('Nora')
    const { id } = await as(nora).createEvent({
      calendarId: nora.calendar,
      title: 'Swimming',
      span: hour('2026-11-02'),
      rules: ['FREQ=WEEKLY'],
    })
    const occurrence = { id: '2026-12-21T09:00:00', scope: 'this' as const }
    await as(nora).run(updateEvent, { id, version: 1, patch: { title: 'Gala' }, occurrence })
    const [series] = (await searchAs(nora, { q: 'swimming' })).found
    expect(series![0].slice(3, 8)).toEqual([
      Date.UTC(2026, 10, 23, 9) / 1000,
      Date.UTC(2026, 10, 23, 10) / 1000,
      'Swimming',
      0,
      '2026-11-23T09:00:00',
    ])
    expect(series![4]).toEqual([
      Date.UTC(2026, 10, 16, 9) / 1000,
      Date.UTC(2026, 10, 16, 10) / 1000,
      '2026-11-16T09:00:00',
    ])
    const { found } = await searchAs(nora, { q: 'gala' })
    expect(found.map(([tuple]) => [tuple[5], tuple[7]])).toEqual([['Gala', '2026-12-21T09:00:00']])
    expect(await searchTitles(nora, 'swimming', { from: '2026-12-01', to: '2026-12-06' })).toEqual([])
    expect(await searchTitles(nora, 'swimming', { from: '2026-12-01', to: '2026-12-07' })).toEqual([
      'Swimming',
    ])
  })

  test('narrows a search by each filter and by all of them', async () => {
    const titlesWith = (filters: Record<string, unknown>) => searchTitles(anna, '', filters)
    expect(await titlesWith({ kind: 'meeting' })).toEqual(['Meeting Ben'])
    expect(await titlesWith({ person: ben.id })).toEqual(['Meeting Ben'])
    expect(await titlesWith({ calendar: family.calendar })).toEqual(['Meeting Ben'])
    expect(await titlesWith({ calendar: anna.calendar, person: ben.id })).toEqual([])
    expect(await titlesWith({ from: '2026-11-22' })).toEqual([])
    expect((await titlesWith({ from: '2026-11-21', to: '2026-11-21' })).length).toBe(16)
    expect(await searchTitles(anna, 'zahnarzt', { calendar: family.calendar })).toEqual([])
  })

  test('returns consecutive pages of hits without a gap', async () => {
    const nora = await makeUser('Nora')
    for (let n = 0; n < 30; n++) await as(nora).createEvent({ calendarId: nora.calendar, title: `Row ${n}` })
    const [first, second] = [await searchAs(nora, { q: 'row' }), await searchAs(nora, { q: 'row', page: 2 })]
    expect([first.hasMore, first.found.length, second.hasMore, second.found.length]).toEqual([
      true,
      25,
      false,
      5,
    ])
    expect(new Set([...first.found, ...second.found].map(([tuple]) => tuple[0])).size).toBe(30)
  })
})

test('finds an event of several calendars once, with all its calendars, in any of them', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const { group, calendar } = await makeGroup(ann)
  await addMember(bob, ann, group, 'viewer')
  for (const rules of [[], ['FREQ=WEEKLY']]) {
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, title: 'Dentist', rules })
    await insertPlacement(id, calendar, 'title')
  }
  const shownIn = async (user: TestUser, params = {}) => {
    const { calendars, found } = await searchAs(user, { q: 'dentist', ...params })
    return found.map(([[, index, , , , , , , also = []]]) =>
      [index, ...also].map((nth) => calendars[nth]![0]),
    )
  }
  const calendarIds = [ann.calendar, calendar]
  expect(await shownIn(ann)).toEqual([calendarIds, calendarIds])
  expect(await shownIn(ann, { calendar })).toEqual([calendarIds.toReversed(), calendarIds.toReversed()])
  // A user who does not see the home calendar does not learn that it shows the event.
  expect(await shownIn(bob)).toEqual([[calendar], [calendar]])
})

/**
 * Few events are scanned, more are looked up, and many by other indexes: the results are the same. These tests are the
 * last, because thousands of events slow down every search.
 */
describe.each([2_500, 20_500])('a search among %d other events', (size) => {
  let anna: TestUser
  beforeAll(async () => {
    anna = await makeUser('Anna')
    const ben = await makeUser('Benedikt')
    const { group, calendar } = await makeGroup(anna)
    await addMember(ben, anna, group)
    const far = { calendarId: anna.calendar, span: hour('2031-05-05') }
    await as(anna).createEvent({ ...far, title: 'Zahnarzt' })
    await as(anna).createEvent({
      ...far,
      title: 'Choir',
      location: 'Müllerstraße 5',
      description: 'Bring the key.',
    })
    await as(anna).createEvent({ ...far, title: 'Supper', calendarId: calendar, attendees: [ben.id] })
    const series = await as(anna).createEvent({ ...far, title: 'Swimming', rules: ['FREQ=WEEKLY'] })
    const occurrence = { id: '2031-05-12T09:00:00', scope: 'this' as const }
    await as(anna).run(updateEvent, { id: series.id, version: 1, patch: { title: 'Gala' }, occurrence })
    await db.execute(sql`
      with filler as (
        insert into events (id, uid, kind, title, start_date, end_date, span_from, span_to, tzdata)
        select uuidv7(), 'filler' || ${size}::int || '-' || n, 'event', 'Practice', day, day + 1, day, day + 1, ''
        from generate_series(1, ${size}::int) n, lateral (select date '2024-01-01' + n % 1500 as day)
        returning id, uid, span_from, span_to
      )
      insert into placements (event_id, calendar_id, home, uid, span_from, span_to)
      select id, ${anna.calendar}, true, uid, span_from, span_to from filler`)
    await db.execute(sql`analyze events, placements`)
  }, 60_000)

  test.each([
    ['zahnarzt', 'Zahnarzt'],
    ['zahnartz', 'Zahnarzt'],
    ['mullerstrasse', 'Choir'],
    ['mullerstrase', 'Choir'],
    ['key', 'Choir'],
    ['benedikt', 'Supper'],
    ['swimming', 'Swimming'],
    ['gala', 'Gala'],
    ['practice', 'Practice'],
  ])('finds for %s the event %s', async (q, title) => {
    expect(await searchTitles(anna, q)).toContain(title)
  })

  test('sorts a near and a far event that match alike by distance, and finds each once', async () => {
    const near = { calendarId: anna.calendar, span: hour('2026-11-22') }
    await as(anna).createEvent({ ...near, title: 'Locksmith', description: 'Key of the cellar' })
    expect(await searchTitles(anna, 'key')).toEqual(['Locksmith', 'Choir'])
  })

  test('does not find events of other users', async () => {
    expect(await searchTitles(await makeUser('Stranger'), 'practice')).toEqual([])
  })
})
