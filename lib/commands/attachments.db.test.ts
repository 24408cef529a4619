import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attachmentFiles, attachments } from '@/db/schema/attachments'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import { purge } from '@/lib/jobs/upkeep'
import { sizeOfFiles } from '@/lib/queries/attachments'
import { eventHistory } from '@/lib/queries/event-history'
import { news } from '@/lib/queries/news'
import {
  as,
  codeOf,
  type Family,
  insertPlacement,
  loadEventDetail,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { attachFile, detachFile, discardFile, storeFileCommand } from './attachments'
import { deleteEvent, updateEvent } from './events'
import { createPublicLink } from './guest-links'
import { eraseEvents } from './rows/erase'
import { copyEvents } from './selected-events'
import { undo } from './undo'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

async function* noChunks() {}

async function draft(user: TestUser, name = 'plan.pdf'): Promise<string> {
  const file = { name, type: 'application/pdf', bytes: 100, width: null, height: null }
  const store = storeFileCommand(noChunks)
  return (await as(user).run(store, { ...file, preview: null, thumbnail: null })).result.id
}

it('counts previews of files towards the quota', async () => {
  const { owner } = family
  const file = { name: 'a.png', type: 'image/png', bytes: 100, width: 9, height: 9 }
  const picture = { ...file, preview: new Uint8Array(5000), thumbnail: new Uint8Array(1000) }
  const limit = env.attachments.bytesPerUser
  env.attachments.bytesPerUser = 10_000
  try {
    await as(owner).run(storeFileCommand(noChunks), picture)
    expect(await sizeOfFiles(db, owner.id)).toBe(6100)
    expect(await codeOf(as(owner).run(storeFileCommand(noChunks), picture))).toBe('LIMIT_REACHED')
  } finally {
    env.attachments.bytesPerUser = limit
  }
})

/** Attaches a file. @returns the id of the attachment, and the changeset */
async function attach(user: TestUser, event: string, name?: string) {
  const { result, changeset } = await as(user).run(attachFile, { event, files: [await draft(user, name)] })
  return { id: result.attachments[0]!.id, changeset: changeset! }
}

const namesIn = async (actor: Actor, event: string) =>
  (await loadEventDetail(actor, event)).attachments.map(({ name }) => name)

const requestRead = (actor: Actor, id: string) => as(actor).requestGrant('read', 'attachment', id)

const countFiles = async (user: TestUser) =>
  (
    await db
      .select({ id: attachmentFiles.id })
      .from(attachmentFiles)
      .where(eq(attachmentFiles.createdBy, user.id))
  ).length

describe('readers', () => {
  it('lets users read attachments only where they see the event in full', async () => {
    const { owner, editor, viewer, sharee, stranger, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const { id } = await attach(editor, event)
    await insertPlacement(event, stranger.calendar, 'title')
    expect(await namesIn(viewer, event)).toEqual(['plan.pdf'])
    expect(await namesIn(stranger, event)).toEqual([])
    expect(await requestRead(viewer, id)).toBe('ok')
    for (const user of [sharee, stranger]) expect(await requestRead(user, id), user.name).toBe('NOT_FOUND')
    await as(owner).run(updateEvent, { id: event, version: 1, patch: { hiddenFrom: [viewer.id] } })
    expect(await requestRead(viewer, id)).toBe('NOT_FOUND')
    await as(owner).run(deleteEvent, { id: event })
    expect(await requestRead(editor, id)).toBe('NOT_FOUND')
  })

  it('shows attachments to a guest with a link of their own, not to the holder of a public link', async () => {
    const { owner, calendar } = family
    const { id: event } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [{ email: 'guest@example.org' }],
    })
    const { id } = await attach(owner, event)
    const publicLink = (await as(owner).run(createPublicLink, { event })).result.id
    const [personal] = await db.execute<{ id: string }>(
      sql`select id from guest_links where event_id = ${event} and email is not null`,
    )
    const guest = (link: string, email: string | null) =>
      ({ kind: 'guest', link, event, person: { email, name: null } }) as const
    expect(await namesIn(guest(personal!.id, 'guest@example.org'), event)).toEqual(['plan.pdf'])
    expect(await requestRead(guest(personal!.id, 'guest@example.org'), id)).toBe('ok')
    expect(await namesIn(guest(publicLink, null), event)).toEqual([])
    expect(await requestRead(guest(publicLink, null), id)).toBe('NOT_FOUND')
    const { id: other } = await as(owner).createEvent({ calendarId: calendar })
    const otherAttachment = await attach(owner, other)
    expect(await requestRead(guest(personal!.id, 'guest@example.org'), otherAttachment.id)).toBe('NOT_FOUND')
  })

  it('describes attachments in the history and the news of users who see the event in full', async () => {
    const { owner, editor, viewer, stranger, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const { id } = await attach(editor, event)
    await as(editor).run(detachFile, { id })
    await insertPlacement(event, stranger.calendar, 'title')
    const historyOf = async (user: TestUser) => {
      const reach = await as(user).loadReach()
      const shown = await db.transaction(async (tx) =>
        eventHistory(tx, await grant(tx, user, 'read', 'event', event), reach),
      )
      return shown.entries.flatMap(({ op, changes }) =>
        changes.map(({ field, from, to }) => `${op} ${field} ${from} ${to}`),
      )
    }
    expect(await historyOf(viewer)).toEqual([
      'changed attachment plan.pdf null',
      'changed attachment null plan.pdf',
    ])
    expect(await historyOf(stranger)).toEqual([])
    const newsOf = async (user: TestUser) =>
      (await news(db, await as(user).loadReach(), 0, 'UTC')).flatMap(({ changes }) =>
        changes.map(({ field }) => field),
      )
    expect(await newsOf(viewer)).toEqual(['attachment', 'attachment'])
    expect(await newsOf(stranger)).toEqual([])
  })

  it('records attachments of a private event in the stream of the owners of its calendar', async () => {
    const { owner, editor, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar, visibility: 'private' })
    const { changeset } = await attach(owner, event)
    const rows = await db.execute<{ stream: string; entity: string }>(
      sql`select stream, entity from changes where changeset_id = ${changeset} and after is not null`,
    )
    expect(rows).toEqual([{ stream: `owners-${calendar}`, entity: 'attachment' }])
    expect(await codeOf(as(editor).run(undo, { changeset }))).toBe('NOT_FOUND')
  })
})

describe('limits', () => {
  it('attaches a draft once and only for its user', async () => {
    const { owner, editor, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const file = await draft(editor)
    expect(await codeOf(as(owner).run(attachFile, { event, files: [file] }))).toBe('NOT_FOUND')
    await as(editor).run(attachFile, { event, files: [file] })
    expect(await codeOf(as(editor).run(attachFile, { event, files: [file] }))).toBe('NOT_FOUND')
    expect(await codeOf(as(editor).run(discardFile, { file }))).toBe('NOT_FOUND')
    expect(await namesIn(owner, event)).toEqual(['plan.pdf'])
  })

  it('shares attachments between copies of their event, and counts them towards the quota once', async () => {
    const { owner, calendar } = family
    const event = await as(owner).createEvent({ calendarId: calendar })
    await attach(owner, event.id)
    const events = [{ id: event.id, calendarId: calendar }]
    const { result, changeset } = await as(owner).run(copyEvents, { events })
    expect(await namesIn(owner, result.ids[0]!)).toEqual(['plan.pdf'])
    expect(await countFiles(owner)).toBe(1)
    await as(owner).run(undo, { changeset: changeset! })
    expect(await namesIn(owner, event.id)).toEqual(['plan.pdf'])
  })
})

describe('undo', () => {
  it('removes an added attachment and restores a removed one', async () => {
    const { owner, editor, viewer, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const added = await attach(editor, event)
    expect(await codeOf(as(viewer).run(undo, { changeset: added.changeset }))).toBe('FORBIDDEN')
    const undone = await as(editor).run(undo, { changeset: added.changeset })
    expect(await namesIn(owner, event)).toEqual([])
    await as(editor).run(undo, { changeset: undone.changeset! })
    expect(await namesIn(owner, event)).toEqual(['plan.pdf'])
    const removed = await as(owner).run(detachFile, { id: added.id })
    await as(editor).run(undo, { changeset: removed.changeset! })
    expect(await namesIn(owner, event)).toEqual(['plan.pdf'])
    expect(await codeOf(as(editor).run(undo, { changeset: removed.changeset! }))).toBe('CONFLICT')
  })

  it('undoes no attachment of an event that was moved to another calendar since', async () => {
    const { owner, editor, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const { changeset } = await attach(editor, event)
    const patch = { calendarId: owner.calendar }
    await as(owner).run(updateEvent, { id: event, version: 1, patch })
    expect(await codeOf(as(editor).run(undo, { changeset }))).toBe('CONFLICT')
    expect(await namesIn(owner, event)).toEqual(['plan.pdf'])
  })

  it('does not restore an attachment beyond the limit of the event', async () => {
    const { owner, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const { id } = await attach(owner, event)
    const { changeset } = await as(owner).run(detachFile, { id })
    for (let count = 0; count < env.attachments.perEvent; count++) await attach(owner, event)
    expect(await codeOf(as(owner).run(undo, { changeset: changeset! }))).toBe('CONFLICT')
  })
})

describe('events with attachments', () => {
  const series = { rules: ['FREQ=DAILY;COUNT=10'], title: 'Course' }
  const cut = (id: string) => ({
    ...{ id, version: 1, patch: { title: 'Another course' } },
    occurrence: { id: '2026-11-25T09:00:00', scope: 'following' as const },
  })

  it('keeps attachments in both parts of a split series, and in one part after the undo', async () => {
    const { owner, calendar } = family
    const { id } = await as(owner).createEvent({ calendarId: calendar, ...series })
    await attach(owner, id)
    const { result, changeset } = await as(owner).run(updateEvent, cut(id))
    expect(await namesIn(owner, id)).toEqual(['plan.pdf'])
    expect(await namesIn(owner, result.id)).toEqual(['plan.pdf'])
    await as(owner).run(detachFile, { id: (await loadEventDetail(owner, id)).attachments[0]!.id })
    expect(await namesIn(owner, result.id)).toEqual(['plan.pdf'])
    await as(owner).run(undo, { changeset: changeset! })
    expect(await codeOf(namesIn(owner, result.id))).toBe('NOT_FOUND')
  })

  it('refuses to undo a split if a file was attached to the later part since', async () => {
    const { owner, calendar } = family
    const { id } = await as(owner).createEvent({ calendarId: calendar, ...series })
    const { result, changeset } = await as(owner).run(updateEvent, cut(id))
    await attach(owner, result.id)
    expect(await codeOf(as(owner).run(undo, { changeset: changeset! }))).toBe('CONFLICT')
  })

  it('keeps attachments of an event that moves to another calendar, for its readers only', async () => {
    const { owner, viewer, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const { id } = await attach(owner, event)
    await as(owner).run(updateEvent, { id: event, version: 1, patch: { calendarId: owner.calendar } })
    expect([await requestRead(owner, id), await requestRead(viewer, id)]).toEqual(['ok', 'NOT_FOUND'])
  })

  it('keeps attachments of a trashed event until it is erased with its files', async () => {
    const { owner, calendar } = family
    const gone = await as(owner).createEvent({ calendarId: calendar })
    await attach(owner, gone.id)
    await attach(owner, gone.id, 'shared.pdf')
    const events = [{ id: gone.id, calendarId: calendar }]
    const [copy] = (await as(owner).run(copyEvents, { events })).result.ids
    const unshared = await attach(owner, gone.id, 'only.pdf')
    await as(owner).run(detachFile, { id: unshared.id })
    const { changeset } = await as(owner).run(deleteEvent, { id: gone.id })
    await as(owner).run(undo, { changeset: changeset! })
    expect(await namesIn(owner, gone.id)).toEqual(['plan.pdf', 'shared.pdf'])
    await db.transaction((tx) => eraseEvents(tx, [gone.id]))
    expect(await namesIn(owner, copy!)).toEqual(['plan.pdf', 'shared.pdf'])
    expect(await countFiles(owner)).toBe(2)
    const texts = await db.execute(sql`select before, after from changes where entity_id = ${gone.id}`)
    expect(JSON.stringify(texts)).not.toContain('pdf')
  })
})

describe('upkeep', () => {
  it('deletes drafts after a day and removed attachments after 30 days', async () => {
    const { owner, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar })
    const fresh = await draft(owner, 'fresh.pdf')
    await draft(owner, 'old.pdf')
    const [kept, removed, lately] = [
      await attach(owner, event, 'kept.pdf'),
      await attach(owner, event, 'removed.pdf'),
      await attach(owner, event, 'lately.pdf'),
    ]
    for (const { id } of [removed, lately]) await as(owner).run(detachFile, { id })
    await db.execute(sql`
      update attachment_files set created_at = now() - interval '25 hours' where id <> ${fresh}`)
    await db.execute(sql`
      update attachments set deleted_at = now() - interval '31 days' where id = ${removed.id}`)
    await purge()
    const files = await db
      .select({ name: attachmentFiles.name })
      .from(attachmentFiles)
      .where(eq(attachmentFiles.createdBy, owner.id))
    expect(files.map(({ name }) => name).sort()).toEqual(['fresh.pdf', 'kept.pdf', 'lately.pdf'])
    const remaining = await db.select().from(attachments).where(eq(attachments.eventId, event))
    expect(remaining.map(({ id }) => id).sort()).toEqual([kept.id, lately.id].sort())
  })
})

it('finds no attachment with an unknown id', async () => {
  expect(await requestRead(family.owner, randomUUID())).toBe('NOT_FOUND')
})
