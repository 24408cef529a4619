import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { events } from '@/db/schema/events'
import { notifications } from '@/db/schema/notifications'
import { type Actor, NOBODY } from '@/lib/access/actor'
import type { SessionUser } from '@/lib/access/sessions'
import { archiveEntries, entryContent, withoutAttachments } from '@/lib/calendar/archive-entries'
import { addComment, editComment, pinComment } from '@/lib/commands/comments'
import { createGathering } from '@/lib/commands/gatherings'
import { copyEvents } from '@/lib/commands/selected-events'
import { createTaskList, openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { undo } from '@/lib/commands/undo'
import { env } from '@/lib/env'
import { dispatch } from '@/lib/jobs/dispatch'
import type { ImportResult } from '@/lib/schemas/import-result'
import {
  as,
  codeOf,
  type Family,
  insertCalendar,
  insertPlacement,
  loadEventDetail,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { storeUpload } from './attachments'
import { exportArchiveFile } from './export-archive'
import { startImport } from './import'

let actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const limits = { ...env.attachments }
afterEach(() => {
  Object.assign(env.attachments, limits)
})

async function upload(user: TestUser, name: string, body: BodyInit, event: string) {
  actor = user
  const request = new Request(`http://localhost/api/attachments?${new URLSearchParams({ name, event })}`, {
    method: 'POST',
    body,
  })
  return storeUpload(request)
}

async function archiveOf(
  user: TestUser,
  scope: Parameters<typeof exportArchiveFile>[0] = async () => ({ of: 'all' }),
) {
  actor = user
  const response = await exportArchiveFile(scope, { busy: '', everything: 'All', readMe: '', origin: '' })
  return await response.blob()
}

/** Returns the content of the files of an archive whose names match. */
async function contentsOf(archive: Blob, name: RegExp): Promise<string[]> {
  const entries = (await archiveEntries(archive)).filter((entry) => name.test(entry.name))
  return Promise.all(entries.map(async (entry) => (await entryContent(archive, entry)).text()))
}

const commentsIn = async (archive: Blob) =>
  JSON.parse((await contentsOf(archive, /^comments\.json$/))[0]!).comments

async function importInto(user: TestUser, archive: Blob, calendar: string): Promise<ImportResult> {
  const run = await startImport({ id: user.id, timeZone: 'UTC' } as SessionUser, () => ({
    ...{ mode: 'apply', name: 'a.zip', calendar: Array<string>(5).fill(calendar) },
  }))
  const bytes = new Uint8Array(await (await withoutAttachments(archive)).arrayBuffer())
  async function* body() {
    yield bytes
  }
  return run(body(), () => {}, new AbortController().signal)
}

/** Uploads the attachments of an archive as the import page does. */
async function uploadFiles(user: TestUser, archive: Blob, { files }: ImportResult) {
  const entries = new Map((await archiveEntries(archive)).map((entry) => [entry.name, entry]))
  for (const { event, path, name } of files) {
    await upload(user, name, await entryContent(archive, entries.get(path)!), event)
  }
}

const commentRows = (event: string) =>
  db.select().from(comments).where(eq(comments.eventId, event)).orderBy(comments.id)

it('archives attached files and comments, and imports them into another account', async () => {
  const { owner, editor, viewer, calendar, group } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, guestsMayComment: true })
  await upload(editor, 'plän.txt', 'the plan', id)
  const first = await as(owner).run(addComment, { event: id, text: `Hello <@${viewer.id}>` })
  await as(viewer).run(addComment, { event: id, text: 'Fine' })
  const guest = await insertGuest(id, { email: 'secret-address@example.org' })
  await as(guest).run(addComment, { event: id, text: 'Thanks' })
  await as(owner).run(editComment, { comment: first.result.id, text: `Hi <@${viewer.id}>` })
  await as(viewer).run(addComment, { group, text: 'In the group' })

  const archive = await archiveOf(owner, async () => ({ of: 'group', id: group }))
  expect(await contentsOf(archive, /^files\/.*plän\.txt$/)).toEqual(['the plan'])
  expect(await commentsIn(archive)).toMatchObject([
    { event: id, author: 'owner', own: true, text: 'Hi @viewer', edited: true },
    { event: id, author: 'viewer', own: false, text: 'Fine', edited: false },
    { event: id, author: 'secret-address', own: false, text: 'Thanks' },
    { group: { id: group, name: 'Family' }, author: 'viewer', text: 'In the group' },
  ])
  expect((await contentsOf(archive, /^comments/)).join()).not.toContain('@example.org')

  const other = await makeUser('other')
  const target = await insertCalendar({ ownerUserId: other.id })
  const outcome = await importInto(other, archive, target)
  expect(outcome).toMatchObject({ comments: 3, refusedComments: 1, files: [{ name: 'plän.txt' }] })
  await uploadFiles(other, archive, outcome)
  const created = outcome.files[0]!.event
  expect((await loadEventDetail(other, created)).attachments).toMatchObject([{ name: 'plän.txt', bytes: 8 }])
  const [original] = await commentRows(id)
  const imported = await commentRows(created)
  expect(imported).toMatchObject([
    { userId: other.id, text: 'Hi @viewer', createdAt: original!.createdAt, email: null },
    { userId: other.id, text: 'viewer: Fine', editedAt: null },
    { userId: other.id, text: 'secret-address: Thanks' },
  ])
  expect(imported[0]!.editedAt).not.toBeNull()

  const repeated = await importInto(other, archive, target)
  expect(repeated).toMatchObject({ comments: 0, files: [], changeset: null })
  expect(await commentRows(created)).toHaveLength(3)
  await as(other).run(undo, { changeset: outcome.changeset! })
})

it('refuses attachments of an imported archive beyond the quota of the importing user', async () => {
  const { owner, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  await upload(owner, 'a.txt', 'ten bytes.', id)
  const archive = await archiveOf(owner)
  const other = await makeUser('other')
  const outcome = await importInto(other, archive, await insertCalendar({ ownerUserId: other.id }))
  Object.assign(env.attachments, { bytesPerUser: 5 })
  expect(await codeOf(uploadFiles(other, archive, outcome))).toBe('LIMIT_REACHED')
})

it('archives neither files nor comments of events that the user does not see in full', async () => {
  const { owner, viewer, sharee, calendar } = await makeFamily()
  const other = await insertCalendar({ ownerUserId: owner.id })
  const inOwn = (input: object = {}) => as(owner).createEvent({ calendarId: other, ...input })
  const titled = await inOwn()
  await insertPlacement(titled.id, calendar, 'title')
  const busy = await inOwn()
  await insertPlacement(busy.id, calendar, 'busy')
  const secret = await as(owner).createEvent({ calendarId: calendar, visibility: 'private' })
  const hidden = await as(owner).createEvent({ calendarId: calendar, hiddenFrom: [viewer.id] })
  for (const { id } of [titled, busy, secret, hidden]) {
    await upload(owner, 'SECRET-name.txt', 'SECRET-file', id)
    await as(owner).run(addComment, { event: id, text: 'SECRET-comment' })
  }
  expect(await contentsOf(await archiveOf(owner), /^files/)).toHaveLength(4)
  for (const user of [viewer, sharee]) {
    const archive = await archiveOf(user)
    expect((await archiveEntries(archive)).map(({ name }) => name).join()).not.toMatch(/SECRET|files/)
    expect((await contentsOf(archive, /./)).join()).not.toContain('SECRET')
  }
})

it('archives a file of several copies of an event once, and imports it for each', async () => {
  const { owner, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  await upload(owner, 'a.txt', 'shared', id)
  await as(owner).run(copyEvents, { events: Array(3).fill({ id, calendarId: calendar }) })
  const archive = await archiveOf(owner)
  expect(await contentsOf(archive, /^files/)).toEqual(['shared'])
  const other = await makeUser('other')
  const outcome = await importInto(other, archive, await insertCalendar({ ownerUserId: other.id }))
  expect(outcome.files).toHaveLength(4)
  await uploadFiles(other, archive, outcome)
})

it('archives the conversation of a group for its members, but not with a single calendar', async () => {
  const { owner, viewer, sharee, group, calendar } = await makeFamily()
  await as(viewer).run(addComment, { group, text: 'In the group' })
  expect(await commentsIn(await archiveOf(owner))).toHaveLength(1)
  expect(await commentsIn(await archiveOf(sharee))).toEqual([])
  expect(await commentsIn(await archiveOf(owner, async () => ({ of: 'calendar', id: calendar })))).toEqual([])
})

it('imports the conversation of a group into the group, once, and undoes it', async () => {
  const { owner, viewer, group } = await makeFamily()
  const messages = () => db.select().from(comments).where(eq(comments.groupId, group)).orderBy(comments.id)
  const { result: first } = await as(owner).run(addComment, { group, text: 'Pizza?' })
  await as(viewer).run(addComment, { group, text: 'Yes' })
  await as(owner).run(pinComment, { comment: first.id, isPinned: true })
  await as(owner).createEvent({ calendarId: owner.calendar })
  const archive = await archiveOf(owner)
  const before = await messages()
  const target = await insertCalendar({ ownerUserId: viewer.id })
  expect(await importInto(viewer, archive, target)).toMatchObject({ comments: 0, refusedComments: 0 })
  expect(await messages()).toEqual(before)

  await db.delete(comments).where(eq(comments.groupId, group))
  const other = await insertCalendar({ ownerUserId: viewer.id })
  const outcome = await importInto(viewer, archive, other)
  expect(outcome).toMatchObject({ comments: 2, conversations: [{ count: 2 }] })
  const imported = await messages()
  expect(imported.map(({ userId, text }) => [userId, text])).toEqual([
    [viewer.id, 'Pizza?'],
    [viewer.id, 'viewer: Yes'],
  ])
  expect(imported.map(({ pinnedAt }) => pinnedAt !== null)).toEqual([true, false])
  await dispatch()
  const told = await db.select().from(notifications).where(eq(notifications.groupId, group))
  expect(told.filter(({ kind }) => kind === 'commented' || kind === 'mentioned')).toEqual([])
  expect(await codeOf(as(owner).run(undo, { changeset: outcome.changeset! }))).not.toBe('ok')
  await as(viewer).run(undo, { changeset: outcome.changeset! })
  expect(await messages()).toEqual([])
})

it('does not import the conversation of a group that the importing user is not in', async () => {
  const { owner, viewer, group } = await makeFamily()
  await as(viewer).run(addComment, { group, text: 'In the group' })
  await as(owner).createEvent({ calendarId: owner.calendar })
  const archive = await archiveOf(owner)
  const stranger = await makeUser('stranger')
  const outcome = await importInto(stranger, archive, await insertCalendar({ ownerUserId: stranger.id }))
  expect(outcome).toMatchObject({ comments: 0, refusedComments: 1, conversations: [] })
})

it('imports a mention in a comment or its author without the name of the mentioned user', async () => {
  const { owner, viewer, stranger, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  await as(owner).run(addComment, { event: id, text: 'Hello SOMEONE' })
  await as(viewer).run(addComment, { event: id, text: 'Fine' })
  const archive = await archiveOf(owner)
  // Rewrites the stored comments: a file can come from anywhere.
  const mention = `<@${stranger.id}>`
  const changed = (await contentsOf(archive, /^comments/))[0]!
    .replace('SOMEONE', mention)
    .replace('"author":"viewer"', `"author":"${mention}"`)
  const { zipSync, strToU8 } = await import('fflate')
  const kinday = (await contentsOf(archive, /^kinday/))[0]!
  const forged = new Blob([
    new Uint8Array(zipSync({ 'kinday.json': strToU8(kinday), 'comments.json': strToU8(changed) })),
  ])
  const other = await makeUser('other')
  const outcome = await importInto(other, forged, await insertCalendar({ ownerUserId: other.id }))
  expect(outcome.comments).toBe(2)
  const rows = await db.select().from(comments).where(eq(comments.userId, other.id)).orderBy(comments.id)
  expect(rows.map(({ text }) => text)).toEqual(['Hello @?', '@?: Fine'])
})

it('exports the task lists of groups as VTODO', async () => {
  const { owner, viewer, group } = family
  const { result: list } = await as(owner).run(createTaskList, { group, name: 'Packing' })
  const due = { day: '2026-12-01', time: '18:30', zone: 'Europe/Berlin' }
  await as(owner).run(addTasks, {
    list: list.id,
    tasks: [
      { title: 'Tent; pegs', note: 'Two\nlines' },
      { title: 'Bins', due, rule: 'FREQ=WEEKLY', assignee: viewer.id },
    ],
  })
  const [file] = await contentsOf(await archiveOf(viewer), /^tasks\/.*Packing\.ics$/)
  const lines = file!.split('\r\n')
  for (const line of [
    ...[
      'BEGIN:VTIMEZONE',
      'SUMMARY:Tent\\; pegs',
      'DESCRIPTION:Two\\nlines',
      'STATUS:NEEDS-ACTION',
      'CONTACT:viewer',
    ],
    ...[
      'DTSTART;TZID=Europe/Berlin:20261201T183000',
      'DUE;TZID=Europe/Berlin:20261201T183000',
      'RRULE:FREQ=WEEKLY',
    ],
  ])
    expect(lines).toContain(line)
  const ofStranger = await contentsOf(await archiveOf(family.stranger), /^tasks\//)
  expect(ofStranger).toEqual([])
})

it('exports the tasks of events and gatherings that the user sees as VTODO related to the event', async () => {
  const { owner, viewer, stranger, group, calendar } = await makeFamily()
  const run = as(owner).run
  const addTo = async (of: { event: string } | { gathering: string }, task: object) => {
    const { result } = await run(openTaskList, of)
    await run(addTasks, { list: result.id, tasks: [{ title: 'Task', ...task }] })
  }
  const [event, secret] = [
    (await as(owner).createEvent({ calendarId: calendar })).id,
    (await as(owner).createEvent({ calendarId: calendar, visibility: 'private' })).id,
  ]
  await addTo({ event }, { title: 'Cake', assignee: viewer.id })
  await addTo({ event: secret }, { title: 'Secret' })
  const gathering = await run(createGathering, { title: 'Picnic', group, access: 'members', timeZone: 'UTC' })
  await addTo({ gathering: gathering.result.id }, { title: 'Blanket', assignee: viewer.id })
  const filesOf = async (user: TestUser, scope?: Parameters<typeof archiveOf>[1]) =>
    contentsOf(await archiveOf(user, scope), /^tasks\//)
  const lines = (await filesOf(viewer)).join('').split('\r\n')
  const [uid] = await db.select({ uid: events.uid }).from(events).where(eq(events.id, event))
  expect(lines.filter((line) => /^(SUMMARY|RELATED-TO|CONTACT)/.test(line))).toEqual([
    ...['SUMMARY:Blanket', 'CONTACT:viewer'],
    ...['SUMMARY:Cake', 'CONTACT:viewer', `RELATED-TO:${uid!.uid}`],
  ])
  expect(await filesOf(stranger)).toEqual([])
  const [ofCalendar, ...others] = await filesOf(viewer, async () => ({ of: 'calendar', id: calendar }))
  expect(ofCalendar).toContain('SUMMARY:Cake')
  expect(others).toEqual([])
})
