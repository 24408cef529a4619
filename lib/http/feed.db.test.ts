import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { feeds } from '@/db/schema/calendars'
import { users } from '@/db/schema/users'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { readImportFile } from '@/lib/calendar/server/import-file'
import { updateEvent } from '@/lib/commands/events'
import { createFeed, revokeFeed } from '@/lib/commands/feeds'
import { removeMember } from '@/lib/commands/members'
import { MAX_IMPORTED_EVENTS } from '@/lib/schemas/import'
import { as, type Family, hour, insertCalendar, makeFamily, type TestUser } from '@/test/database/fixtures'
import { serveFeed } from './feed'

const actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function* streamOf(bytes: Uint8Array) {
  yield bytes
}

const read = (bytes: Uint8Array) =>
  readImportFile(streamOf(bytes), {
    zone: 'UTC',
    name: 'a file',
    maxEvents: MAX_IMPORTED_EVENTS,
    onProgress: () => {},
  })

const weekly = (count: number) => [`FREQ=WEEKLY;COUNT=${count}`]
const text = (value: string) => new TextEncoder().encode(value)

/** Today in UTC, since busy feeds cover the days around it only. */
const today = new Date().toISOString().slice(0, 10)

describe('feed', () => {
  const makeFeed = async (testUser: TestUser, calendar: string, level: 'full' | 'busy') => {
    const { result } = await as(testUser).run(createFeed, { calendar, level })
    return { id: result.id, secret: result.path.replace('/api/feeds/', '') }
  }
  const get = (secret: string, headers: Record<string, string> = {}) =>
    serveFeed(new Request('http://localhost/', { headers }), secret)

  it('shows events in a full feed in full, but private events as busy', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const fields = { calendarId: calendar, span: hour(today) }
    await as(family.owner).createEvent({ ...fields, title: 'OPEN', rules: weekly(3) })
    await as(family.owner).createEvent({
      ...fields,
      title: 'SECRET',
      visibility: 'private',
      rules: weekly(2),
      span: hour(today, 15),
    })
    const { secret } = await makeFeed(family.admin, calendar, 'full')
    const response = await get(secret)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    const file = await response.text()
    expect(file).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n')
    expect(file).toContain('SUMMARY:OPEN')
    expect(file.match(/RRULE/g)).toHaveLength(1)
    expect(file).not.toContain('SECRET')
    expect(file.match(/SUMMARY:Busy/g)).toHaveLength(2)
    expect((await read(text(file))).parts[0]!.notes).toEqual([])
  })

  it('lists the times of a busy feed with UIDs that do not lead to events', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const fields = { calendarId: calendar, title: 'SECRET', location: 'SECRET' }
    const repeating = await as(family.owner).createEvent({ ...fields, span: hour(today), rules: weekly(4) })
    await as(family.owner).createEvent({ ...fields, span: hour(today) })
    await as(family.owner).createEvent({ ...fields, span: hour(today, 12), busy: false })
    await as(family.owner).createEvent({ ...fields, span: hour(today, 13), kind: 'reminder' })
    await as(family.owner).createEvent({ ...fields, span: hour('2001-01-01') })
    const { secret } = await makeFeed(family.owner, calendar, 'busy')
    const [first, second] = [
      await (await get(secret)).text(),
      await (await get(`${secret.slice(0, 43)}`)).text(),
    ]
    expect(first).toBe(second)
    expect(first.match(/BEGIN:VEVENT/g)).toHaveLength(4)
    expect(first).not.toMatch(/SECRET|RRULE/)
    expect(first).not.toContain(repeating.id)
    expect(first).not.toContain(family.owner.id)
  })

  it('responds to a feed request with 304 for a current ETag or Last-Modified', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const { secret, id } = await makeFeed(family.owner, calendar, 'full')
    const first = await get(secret)
    const [etag, changed] = [first.headers.get('etag')!, first.headers.get('last-modified')!]
    expect((await get(secret, { 'if-none-match': `"other", W/${etag}` })).status).toBe(304)
    expect((await get(secret, { 'if-modified-since': changed })).status).toBe(304)
    expect((await get(secret, { 'if-modified-since': changed, 'if-none-match': '"other"' })).status).toBe(200)
    expect((await get(secret, { 'if-modified-since': 'nonsense' })).status).toBe(200)
    await as(family.owner).createEvent({ calendarId: calendar })
    const second = await get(secret, { 'if-none-match': etag })
    expect(second.status).toBe(200)
    await db.execute(sql`update calendars set name = 'Renamed' where id = ${calendar}`)
    expect((await get(secret, { 'if-none-match': second.headers.get('etag')! })).status).toBe(200)
    const [row] = await db.select().from(feeds).where(eq(feeds.id, id))
    expect(row!.lastReadAt).not.toBeNull()
    await get(secret)
    expect((await db.select().from(feeds).where(eq(feeds.id, id)))[0]!.lastReadAt).toEqual(row!.lastReadAt)
  })

  it('writes a feed in the language of its creator, not of Accept-Language', async () => {
    const calendar = await insertCalendar({ ownerUserId: family.editor.id })
    await as(family.editor).createEvent({ calendarId: calendar, span: hour(today) })
    const { secret } = await makeFeed(family.editor, calendar, 'busy')
    await db.update(users).set({ locale: 'de-AT' }).where(eq(users.id, family.editor.id))
    const responses = [await get(secret, { 'accept-language': 'ar' }), await get(secret)]
    expect(responses[0]!.headers.get('etag')).toBe(responses[1]!.headers.get('etag'))
    for (const response of responses) expect(await response.text()).toContain('SUMMARY:Beschäftigt')
    await db.update(users).set({ locale: 'en' }).where(eq(users.id, family.editor.id))
  })

  it('keeps ETag and Last-Modified of a feed on changes that the feed does not show', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const change = (id: string, version: number, patch: object) =>
      as(family.owner).run(updateEvent, { id, version, patch })
    const [full, busy] = [
      await makeFeed(family.owner, calendar, 'full'),
      await makeFeed(family.owner, calendar, 'busy'),
    ]
    const readFeed = async ({ secret }: { secret: string }) => {
      const { headers } = await get(secret)
      return `${headers.get('etag')} ${headers.get('last-modified')}`
    }
    const secret = await as(family.owner).createEvent({
      ...{ calendarId: calendar, visibility: 'private', title: 'SECRET', span: hour(today) },
    })
    const publicEvent = await as(family.owner).createEvent({
      calendarId: calendar,
      title: 'Open',
      span: hour(today, 13),
    })
    let before = { full: await readFeed(full), busy: await readFeed(busy) }
    const changedFeeds = async (act: () => Promise<unknown>) => {
      await act()
      const after = { full: await readFeed(full), busy: await readFeed(busy) }
      const names = (['full', 'busy'] as const).filter((name) => before[name] !== after[name])
      before = after
      return names
    }
    expect(await changedFeeds(() => change(secret.id, 1, { title: 'SECRET 2' }))).toEqual([])
    expect(await changedFeeds(() => change(publicEvent.id, 1, { title: 'Renamed' }))).toEqual(['full'])
    const free = { calendarId: calendar, span: hour(today, 15), busy: false }
    expect(await changedFeeds(() => as(family.owner).createEvent(free))).toEqual(['full'])
    expect(
      await changedFeeds(() => as(family.owner).createEvent({ ...free, visibility: 'private' })),
    ).toEqual([])
    expect(await changedFeeds(() => change(secret.id, 2, { span: hour(today, 18) }))).toEqual([
      'full',
      'busy',
    ])
    expect(await changedFeeds(async () => {})).toEqual([])
  })

  it('responds with 404 once a feed is revoked or its creator loses access', async () => {
    const group = await makeFamily()
    const byOwner = await makeFeed(group.owner, group.calendar, 'full')
    const byAdmin = await makeFeed(group.admin, group.calendar, 'busy')
    const status = async ({ secret }: { secret: string }) => (await get(secret)).status
    expect(await status(byAdmin)).toBe(200)
    await as(group.owner).run(removeMember, { group: group.group, user: group.admin.id })
    expect(await status(byAdmin)).toBe(404)
    expect(await status(byOwner)).toBe(200)
    await as(group.owner).run(revokeFeed, { feed: byOwner.id })
    expect(await status(byOwner)).toBe(404)
    expect((await as(group.owner).run(revokeFeed, { feed: byOwner.id })).changeset).toBeNull()
    const other = await makeFeed(group.owner, group.calendar, 'full')
    await db.execute(sql`update calendars set deleted_at = now() where id = ${group.calendar}`)
    expect(await status(other)).toBe(404)
    for (const secret of ['x'.repeat(43), 'short', `${'x'.repeat(43)}.ics`]) {
      const response = await get(secret)
      expect([response.status, await response.text()]).toEqual([404, ''])
    }
  })
})
