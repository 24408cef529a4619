import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Db, db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { NO_TEXTS } from '@/lib/calendar/event-fields'
import { showCalendars } from '@/lib/commands/calendar-settings'
import { restoreEventFields } from '@/lib/commands/event-history'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { importEvents } from '@/lib/commands/import'
import { restore } from '@/lib/commands/trash'
import { streamName } from '@/lib/realtime/channels'
import { checkEvents } from '@/lib/schemas/checked-events'
import { countRowsRead } from '@/test/database/count-rows-read'
import {
  as,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
} from '@/test/database/fixtures'
import { home } from './home'
import { news } from './news'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const START = Date.now() - 60_000

async function newsFor(actor: Actor, since = START) {
  return news(db, await as(actor).loadReach(), since, 'UTC')
}

/** A user's news of events with a title. */
async function newsTitled(actor: Actor, ...titles: string[]) {
  const items = await newsFor(actor)
  return items
    .filter(({ title }) => titles.includes(title))
    .map(({ op, by, title, changes }) => [op, by?.name, title, ...changes.map(({ field }) => field)])
}

describe('news', () => {
  test('shows each member the changes of others, and not the member’s own', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Football' })
    await as(family.editor).run(updateEvent, { id, version: 1, patch: { span: hour('2026-11-21', 18) } })
    const expected = [
      ['changed', 'editor', 'Football', 'span'],
      ['added', 'owner', 'Football'],
    ]
    expect(await newsTitled(family.viewer, 'Football')).toEqual(expected)
    expect(await newsTitled(family.admin, 'Football')).toEqual(expected)
    expect(await newsTitled(family.editor, 'Football')).toEqual([expected[1]])
    expect(await newsTitled(family.owner, 'Football')).toEqual([expected[0]])
    expect(await newsTitled(family.sharee, 'Football')).toEqual([])
    expect(await newsTitled(family.stranger, 'Football')).toEqual([])
  })

  test('shows who joined a group', async () => {
    const joined = (await newsFor(family.owner)).filter(({ op }) => op === 'joined')
    expect(joined.map(({ by }) => by?.name).sort()).toEqual(['admin', 'editor', 'viewer'])
  })

  test('does not show the creator of a group as joining it, and shows restored events as restored', async () => {
    const everybody = (await newsFor(family.viewer)).filter(({ op }) => op === 'joined')
    expect(everybody.map(({ by }) => by?.name)).not.toContain('owner')
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Binned' })
    await as(family.owner).run(deleteEvent, { id })
    await as(family.owner).run(restore, { event: id })
    expect(await newsTitled(family.viewer, 'Binned')).toEqual([
      ['restored', 'owner', 'Binned'],
      ['removed', 'owner', 'Binned'],
      ['added', 'owner', 'Binned'],
    ])
  })

  test('hides events that are or were private from others', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Gift',
      visibility: 'private',
    })
    expect(await newsTitled(family.viewer, 'Gift')).toEqual([])
    expect(await newsTitled(family.admin, 'Gift')).toEqual([['added', 'owner', 'Gift']])
    await as(family.owner).run(updateEvent, {
      id,
      version: 1,
      patch: { title: 'Party', visibility: 'default' },
    })
    expect(JSON.stringify(await newsFor(family.viewer))).not.toContain('Gift')
    const open = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Soon private' })
    await as(family.owner).run(updateEvent, { id: open.id, version: 1, patch: { visibility: 'private' } })
    expect(await newsTitled(family.viewer, 'Soon private')).toEqual([])
  })

  test('counts only the imported events that the reader may see', async () => {
    const { admin, editor, viewer, group } = family
    const content = {
      ...{ kind: 'event', status: 'confirmed', ...NO_TEXTS, color: null, busy: true, done: false },
      ...{ span: hour('2026-11-21'), recurrence: null, overrides: {}, attendees: [], unknown: [] },
    } as const
    const imports = async (visibility: 'default' | 'private') => {
      const calendarId = await insertCalendar({ ownerGroupId: group })
      const list = Array.from({ length: 8 }, (_, index) => ({
        uid: crypto.randomUUID(),
        sequence: 0,
        content: { ...content, title: `Imported ${index}`, visibility },
      }))
      const parts = [{ calendarId, events: (await checkEvents(list)).events }]
      const { changeset } = await as(editor).run(importEvents, { parts }, { origin: 'import' })
      const rows = await db.execute(sql`
        select entity_id as id from changes where changeset_id = ${changeset} and entity = 'event' order by 1`)
      return { changeset, ids: rows.map(({ id }) => String(id)) }
    }
    const countsFor = async (actor: Actor, changeset: string | null) =>
      (await newsFor(actor)).filter((item) => item.changeset === changeset).map(({ count }) => count)

    const publicImport = await imports('default')
    for (const id of publicImport.ids.slice(0, 2)) {
      await as(editor).run(updateEvent, { id, version: 1, patch: { hiddenFrom: [viewer.id] } })
    }
    expect(await countsFor(admin, publicImport.changeset)).toEqual([8])
    expect(await countsFor(viewer, publicImport.changeset)).toEqual([6])

    const restricted = await imports('private')
    // Six of them concern the viewer.
    for (const id of restricted.ids.slice(2)) {
      await db.execute(sql`update events set created_by = ${viewer.id} where id = ${id}`)
      await db.execute(sql`
        update changes set after = after || jsonb_build_object('createdBy', ${viewer.id}::text)
        where entity_id = ${id} and after is not null`)
    }
    expect(await countsFor(admin, restricted.changeset)).toEqual([8])
    expect(await countsFor(viewer, restricted.changeset)).toEqual([6])
  })

  test('hides changes from viewers who see the event in another calendar only', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Shown elsewhere',
    })
    for (const detail of ['full', 'title', 'busy'] as const) {
      const viewer = await makeUser('viewer')
      const placedIn = await insertCalendar({ ownerUserId: family.owner.id })
      await insertShare(placedIn, { userId: viewer.id }, 'viewer')
      await insertPlacement(id, placedIn, detail)
      expect(await newsTitled(viewer, 'Shown elsewhere')).toEqual([])
    }
  })

  test('shows the deletion of an event without a link', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Gone' })
    await as(family.owner).run(deleteEvent, { id })
    const items = (await newsFor(family.viewer)).filter(({ title }) => title === 'Gone')
    expect(items.map(({ op, event }) => [op, event])).toEqual([
      ['removed', null],
      ['added', null],
    ])
  })

  test('names the occurrence of a series edit, and shows a split once', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Choir',
      span: hour('2026-11-21'),
      rules: ['FREQ=WEEKLY'],
    })
    const occurrence = { id: '2026-11-28T09:00:00', scope: 'this' as const }
    const { changeset } = await as(family.editor).run(updateEvent, {
      id,
      version: 1,
      patch: { location: 'Hall' },
      occurrence,
    })
    await as(family.editor).run(restoreEventFields, { id, version: 2, changeset: changeset! })
    await as(family.editor).run(updateEvent, {
      id,
      version: 3,
      patch: { location: 'Church' },
      occurrence: { id: '2026-12-05T09:00:00', scope: 'following' },
    })
    expect(await newsTitled(family.viewer, 'Choir')).toEqual([
      ['split', 'editor', 'Choir', 'location'],
      ['changed', 'editor', 'Choir', 'location'],
      ['changed', 'editor', 'Choir', 'location'],
      ['added', 'owner', 'Choir'],
    ])
  })
})

describe('news of a calendar with a long history', () => {
  test('reads only the newest changes of a calendar with a long history', async () => {
    const { calendar } = await makeGroup(family.viewer)
    const { id } = await as(family.viewer).createEvent({ calendarId: calendar })
    await db.execute(sql`
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, created_at)
      select stream, n + 10, changeset_id, entity, entity_id, op, now() - interval '40 days' + n * interval '1 second'
      from changes, generate_series(1, 5000) n where stream = ${streamName('calendar', calendar)} and entity_id = ${id}`)
    await db.execute(sql`
      insert into events (id, uid, kind, title, start_date, end_date, span_from, span_to, tzdata)
      select gen_random_uuid(), n::text, 'event', '', '2026-01-01', '2026-01-02', now(), now(), ''
      from generate_series(1, 30000) n`)
    await db.execute(sql`analyze changes, events`)
    const reach = await as(family.viewer).loadReach()
    const readNews = (tx: Db) => news(tx, reach, START, 'UTC')
    expect(await readNews(db)).not.toEqual([])
    expect(await countRowsRead('changes', readNews)).toBeLessThan(1000)
    expect(await countRowsRead('events', readNews)).toBeLessThan(1000)
  })
})

describe('the home page', () => {
  test('shows visible events on the home page, with attendees and location only if the viewer reads them in full', async () => {
    const sharee = await makeUser('sharee')
    const placedIn = await insertCalendar({ ownerUserId: family.owner.id })
    await insertShare(placedIn, { userId: sharee.id }, 'viewer')
    const now = Date.UTC(2026, 10, 21, 12)
    const texts = { location: 'secretplace', attendees: [family.admin.id], span: hour('2026-11-22') }
    for (const detail of ['full', 'title', 'busy'] as const) {
      const { id } = await as(family.owner).createEvent({
        calendarId: family.owner.calendar,
        title: detail,
        ...texts,
      })
      await insertPlacement(id, placedIn, detail)
    }
    const viewer = { timeZone: 'UTC', newsSeenAt: null }
    const { range, extras } = await home(db, await as(sharee).loadReach(), viewer, now)
    expect(range.tuples.map(([, , , , , title]) => title).sort()).toEqual(['full', 'title'])
    expect(
      Object.values(extras).map(({ location, people }) => [location, people.map(({ name }) => name)]),
    ).toEqual([['secretplace', ['admin']]])
  })

  test('leaves events out of the home page that are in hidden calendars only', async () => {
    const viewer = await makeUser('viewer')
    const another = await insertCalendar({ ownerUserId: viewer.id })
    const now = Date.UTC(2026, 10, 21, 12)
    for (const title of ['Both', 'Hidden']) {
      const { id } = await as(viewer).createEvent({
        calendarId: viewer.calendar,
        title,
        span: hour('2026-11-22'),
      })
      if (title === 'Both') await insertPlacement(id, another, 'full')
    }
    await as(viewer).run(showCalendars, { shown: [], hidden: [viewer.calendar] })
    const { range } = await home(db, await as(viewer).loadReach(), { timeZone: 'UTC', newsSeenAt: null }, now)
    expect(range.tuples.map(([, , , , , title]) => title)).toEqual(['Both'])
  })
})
