import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { readImportFile } from '@/lib/calendar/server/import-file'
import { readZip } from '@/lib/calendar/server/zip'
import { recordAnswer } from '@/lib/commands/answers'
import { attachFile } from '@/lib/commands/attachments'
import { updateEvent } from '@/lib/commands/events'
import { createFeed } from '@/lib/commands/feeds'
import { importEvents } from '@/lib/commands/import'
import { addManagedMember } from '@/lib/commands/managed-members'
import { undo } from '@/lib/commands/undo'
import type { ExportScope } from '@/lib/schemas/calendars'
import { checkEvents } from '@/lib/schemas/checked-events'
import { MAX_IMPORTED_EVENTS } from '@/lib/schemas/import'
import {
  as,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { exportCalendarFile } from './export'
import { exportArchiveFile } from './export-archive'
import { serveFeed } from './feed'

let actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

const texts = { busy: 'Busy', everything: 'All calendars', readMe: 'Read me', origin: 'http://localhost' }

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function exportText(testUser: TestUser, scope: ExportScope): Promise<string> {
  actor = testUser
  return (await exportCalendarFile(async () => scope, texts)).text()
}

async function exportZip(testUser: TestUser, scope: ExportScope = { of: 'all' }): Promise<Uint8Array> {
  actor = testUser
  return new Uint8Array(await (await exportArchiveFile(async () => scope, texts)).arrayBuffer())
}

async function* streamOf(bytes: Uint8Array) {
  yield bytes
}

async function contentsOf(zip: Uint8Array): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { name, bytes } of readZip(streamOf(zip))) {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    found[name] = Buffer.concat(chunks).toString()
  }
  return found
}

const read = (bytes: Uint8Array) =>
  readImportFile(streamOf(bytes), {
    zone: 'UTC',
    name: 'a file',
    maxEvents: MAX_IMPORTED_EVENTS,
    onProgress: () => {},
  })

/** Imports the first calendar of a file into a calendar. */
async function importFirst(testUser: TestUser, calendarId: string, bytes: Uint8Array) {
  const { parts } = await read(bytes)
  const { events, refused } = await checkEvents(parts[0]!.events)
  expect(refused).toEqual([])
  return (await as(testUser).run(importEvents, { parts: [{ calendarId, events }] })).result
}

const weekly = (count: number) => [`FREQ=WEEKLY;COUNT=${count}`]
const text = (value: string) => new TextEncoder().encode(value)

/** Today in UTC, since busy feeds cover the days around it only. */
const today = new Date().toISOString().slice(0, 10)

describe('export', () => {
  it('exports managed members as accepted unless an answer is recorded, and imports the file without differences', async () => {
    const source = await insertCalendar({ ownerGroupId: family.group })
    const child = { group: family.group, name: 'Mia' }
    const { user } = (await as(family.owner).run(addManagedMember, child)).result
    const fields = { kind: 'meeting' as const, attendees: [user, family.viewer.id] }
    const span = hour('2026-11-05', 19)
    const swim = await as(family.editor).createEvent({
      ...fields,
      calendarId: source,
      rules: weekly(4),
      span,
    })
    const moved = { occurrence: { id: '2026-11-12T19:00:00', scope: 'this' as const }, version: 1 }
    const patch = { span: hour('2026-11-13', 19) }
    await as(family.editor).run(updateEvent, { ...moved, id: swim.id, patch })
    const dinner = await as(family.editor).createEvent({ ...fields, calendarId: source, span })
    const declined = { status: 'declined', partySize: 1, comment: '' } as const
    const answered = { id: dinner.id, version: dinner.version, attendee: user, ...declined }
    await as(family.editor).run(recordAnswer, answered)
    const file = await exportText(family.owner, { of: 'calendar', id: source })
    const statuses = [...file.replaceAll('\r\n ', '').matchAll(/^ATTENDEE;.*CN=Mia;.*PARTSTAT=([\w-]+)/gm)]
    expect(statuses.map(([, status]) => status).sort()).toEqual(['ACCEPTED', 'ACCEPTED', 'DECLINED'])
    expect(await importFirst(family.owner, source, text(file))).toEqual({
      created: 0,
      changed: 0,
      unchanged: 2,
      skipped: 0,
    })
  })

  it('imports an export without differences, from a calendar file and from an archive', async () => {
    const source = await insertCalendar({ ownerGroupId: family.group })
    await as(family.editor).createEvent({ calendarId: source, title: 'Once; "odd", \\ text\nü' })
    await as(family.editor).createEvent({
      calendarId: source,
      title: 'Series',
      description: 'Lines\nof text',
      rules: weekly(8),
      color: 'teal',
      kind: 'meeting',
      attendees: [family.viewer.id, family.editor.id],
    })
    await as(family.editor).createEvent({
      calendarId: source,
      title: 'Mine',
      visibility: 'private',
      busy: false,
    })
    await as(family.editor).createEvent({ calendarId: source, title: 'Bins', kind: 'reminder', done: true })
    const scope = { of: 'calendar', id: source } as const
    const ics = await exportText(family.editor, scope)
    const zip = await exportZip(family.editor, scope)
    expect(Object.keys(await contentsOf(zip))).toEqual([
      'kinday.json',
      'comments.json',
      'README.txt',
      'calendars/Another.ics',
    ])
    // Importing into the source calendar changes nothing.
    for (const bytes of [text(ics), zip]) {
      expect(await importFirst(family.editor, source, bytes)).toEqual({
        created: 0,
        changed: 0,
        unchanged: 4,
        skipped: 0,
      })
    }
    // Another user gets all of it, and exports the same.
    const strip = (file: string) =>
      file.replace(/^(DTSTAMP|CREATED|LAST-MODIFIED|X-KINDAY-ID):.*$/gm, '').replace(/\r\n /g, '')
    for (const bytes of [text(ics), zip]) {
      const recipient = family.stranger
      const calendar = await insertCalendar({ ownerUserId: recipient.id })
      expect((await importFirst(recipient, calendar, bytes)).created).toBe(4)
      expect(strip(await exportText(recipient, { of: 'calendar', id: calendar }))).toBe(strip(ics))
      const reexported = await exportZip(recipient, { of: 'calendar', id: calendar })
      // The ids and timestamps are those of the new events.
      const events = async (file: Uint8Array) =>
        ((await read(file)).parts[0]!.events as Record<string, unknown>[]).map(
          ({ placements: _, kindayId: __, lastModified: ___, ...event }) => event,
        )
      expect(await events(reexported)).toEqual(await events(zip))
    }
  })

  it('imports placements only in calendars that are imported too', async () => {
    const ann = await makeUser('ann')
    const [home, shown, notImported] = await Promise.all(
      [1, 2, 3].map(() => insertCalendar({ ownerUserId: ann.id })),
    )
    const { id } = await as(ann).createEvent({
      calendarId: home!,
      title: 'Dentist',
      span: hour('2026-05-05'),
    })
    await insertPlacement(id, shown!, 'title')
    await insertPlacement(id, notImported!, 'busy')
    const { parts } = await read(await exportZip(ann))
    const bob = await makeUser('bob')
    const targets = new Map<string, string>()
    for (const archivedId of [home!, shown!])
      targets.set(archivedId, await insertCalendar({ ownerUserId: bob.id }))
    const checked = parts.flatMap(({ id, events }) => {
      const calendarId = targets.get(id!)
      return calendarId ? [{ calendarId, archivedId: id, events }] : []
    })
    const input = {
      parts: await Promise.all(
        checked.map(async ({ events, ...part }) => ({ ...part, events: (await checkEvents(events)).events })),
      ),
    }
    const outcome = await as(bob).run(importEvents, input)
    const { calendars, tuples } = await as(bob).loadRange('2026-05-05', '2026-05-06')
    const calendarAt = (index: number) => calendars[index]![0]
    expect(
      tuples.map(([, calendar, , , , , , , also]) => [calendarAt(calendar), also?.map(calendarAt)]),
    ).toEqual([[targets.get(home!), [targets.get(shown!)]]])
    expect((await as(bob).run(importEvents, input)).result).toMatchObject({ created: 0, unchanged: 1 })
    await as(bob).run(undo, { changeset: outcome.changeset! })
    expect((await as(bob).loadRange('2026-05-05', '2026-05-06')).tuples).toEqual([])
  })

  it('exports exactly what the user sees', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const other = await insertCalendar({ ownerUserId: family.owner.id })
    await as(family.owner).createEvent({
      calendarId: calendar,
      title: 'SECRET-private',
      visibility: 'private',
    })
    await as(family.owner).createEvent({ calendarId: calendar, title: 'OPEN', description: 'OPEN-text' })
    const { id } = await as(family.owner).createEvent({
      calendarId: other,
      title: 'TITLED',
      description: 'SECRET-text',
      location: 'SECRET-place',
    })
    await insertPlacement(id, calendar, 'title')
    const busy = await as(family.owner).createEvent({ calendarId: other, title: 'SECRET-busy' })
    await insertPlacement(busy.id, calendar, 'busy')
    const exported = await exportText(family.viewer, { of: 'calendar', id: calendar })
    expect(exported).toContain('OPEN-text')
    expect(exported).toContain('TITLED')
    expect(exported).not.toContain('SECRET')
    const all = await exportText(family.owner, { of: 'all' })
    for (const title of ['SECRET-private', 'SECRET-text', 'SECRET-busy']) expect(all).toContain(title)
    // An event with two placements is exported once, in full.
    expect(all.match(/SUMMARY:TITLED/g)).toHaveLength(1)
    const archive = await contentsOf(await exportZip(family.viewer))
    expect(Object.values(archive).join()).not.toContain('SECRET')
  })

  it('exports links of attachments only to users who see the event in full, not in feeds, and imports no links', async () => {
    const { owner, viewer, stranger, group, calendar } = await makeFamily()
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const [file] = await db.execute<{ id: string }>(sql`
      insert into attachment_files (id, name, type, bytes, created_by)
      values (gen_random_uuid(), 'plan.pdf', 'application/pdf', 3, ${owner.id}) returning id`)
    const { result } = await as(owner).run(attachFile, { event, files: [file!.id] })
    const text = await exportText(owner, { of: 'calendar', id: calendar })
    const url = `http://localhost/api/attachments/${result.attachments[0]!.id}`
    expect(text.replace(/\r\n /g, '')).toMatch(new RegExp(`ATTACH;.*FILENAME=plan.pdf.*:${url}`))
    const { parts } = await read(Buffer.from(text))
    expect(parts[0]!.events).toMatchObject([{ content: { unknown: [] } }])

    expect(await exportText(viewer, { of: 'calendar', id: calendar })).toContain('ATTACH')
    const titles = await insertCalendar({ ownerGroupId: group })
    await insertPlacement(event, titles, 'title')
    await insertShare(titles, { userId: stranger.id }, 'viewer')
    expect(await exportText(stranger, { of: 'all' })).not.toContain('ATTACH')
    const { path } = (await as(owner).run(createFeed, { calendar, level: 'full' })).result
    const published = await serveFeed(new Request('http://localhost/'), path.replace('/api/feeds/', ''))
    const feedText = await published.text()
    expect(feedText).toContain('SUMMARY:Dinner')
    expect(feedText).not.toContain('ATTACH')
  })

  it('exports only busy times for users with free/busy access', async () => {
    await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'SECRET',
      span: hour(today),
      rules: weekly(3),
    })
    const exported = await exportText(family.sharee, { of: 'calendar', id: family.calendar })
    expect(exported).not.toMatch(/SECRET|RRULE/)
    expect(exported.match(/SUMMARY:Busy/g)!.length).toBeGreaterThanOrEqual(3)
    const archive = await contentsOf(await exportZip(family.sharee))
    expect(Object.values(archive).join()).not.toContain('SECRET')
  })
})
