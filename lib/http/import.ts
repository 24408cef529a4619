import type { z } from 'zod'
import { db } from '@/db/client'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { loadReach, type Reach } from '@/lib/access/reach'
import type { SessionUser } from '@/lib/access/sessions'
import { isAtLeast } from '@/lib/calendar/roles'
import { hasFileAlarms } from '@/lib/calendar/server/ical/file-alarms'
import { importEventsCommand } from '@/lib/commands/import'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { type ReadPart, readImport } from '@/lib/files/read-import'
import { createUploads } from '@/lib/files/uploads'
import type { ImportedComment } from '@/lib/schemas/archived-comment'
import type { importQuery } from '@/lib/schemas/import'
import type { ImportLine, ImportResult } from '@/lib/schemas/import-result'
import { toVisibleResult } from './action-result'
import { previewParts } from './import-preview'
import { importSettings } from './import-settings'

type Query = z.output<typeof importQuery>

const receive = createUploads()

/**
 * Imports a file, or previews the import. Checks permissions before reading the body.
 * @returns the function that does the work and reports progress. It writes nothing once `signal` is aborted.
 * @throws AppError SIGNED_OUT, NOT_FOUND, FORBIDDEN, INVALID
 */
export async function startImport(user: SessionUser | null, parseQuery: () => Query) {
  const actor: Actor = user ? { kind: 'user', id: user.id } : { kind: 'nobody' }
  userIdOf(actor)
  const query = parseQuery()
  for (const id of new Set(query.calendar)) {
    if (id === 'skip' || (id === 'new' && query.mode === 'preview')) continue
    // A new calendar is created by a request of its own, before the import.
    if (id === 'new') throw new AppError('INVALID', { fields: { calendar: { code: 'required' } } })
    await db.transaction((tx) => grant(tx, actor, 'write', 'calendar', id))
  }
  return (
    bytes: AsyncIterable<Uint8Array>,
    report: (line: ImportLine) => void,
    signal: AbortSignal,
  ): Promise<ImportResult> =>
    // Writing is queued too: concurrent imports into one calendar would wait for each other, each with a connection.
    receive(user!.id, bytes, env.dataDir, ({ fd }) => importFile(user!, query, { fd, report, signal }))
}

interface Upload {
  /** Descriptor of the file. */
  fd: number
  report(line: ImportLine): void
  signal: AbortSignal
}

/** Reads a file, plans what it changes, and applies that unless only a preview was asked for. */
async function importFile(
  user: SessionUser,
  query: Query,
  { fd, report, signal }: Upload,
): Promise<ImportResult> {
  const actor: Actor = { kind: 'user', id: user.id }
  const progress =
    (stage: 'reading' | 'writing') =>
    (events: number, bytes = 0) =>
      report({ progress: { stage, events, bytes } })
  const onProgress = progress('reading')
  const reading = { account: user.id, zone: user.timeZone, name: query.name, onProgress, signal }
  const file = await readImport(fd, reading)
  const reach = await loadReach(db, actor)
  const parts = file.parts.map((part, index) => ({
    part,
    events: part.events,
    calendar: query.calendar[index] ?? defaultTarget(part, reach, query),
  }))
  signal.throwIfAborted()
  const planned = await previewParts(actor, parts)
  const hasAlarms =
    !file.isArchive && parts.some(({ events }) => events.list.some(({ content }) => hasFileAlarms(content)))
  const { messages, conversations, refused } = divideMessages(reach, file.comments)
  const preview = {
    ...{ isArchive: file.isArchive, hasAlarms, hasSettings: file.settings !== null },
    ...{ parts: planned, notes: file.notes },
    ...{ comments: 0, refusedComments: file.refusedComments + refused, files: [] },
    conversations,
    ...{ changeset: null, seqs: {} },
  }
  if (query.mode === 'preview') return preview
  const chosen = parts.filter(({ calendar }) => calendar !== 'skip')
  const targets = chosen.filter(({ events }) => events.list.length)
  let content: Pick<ImportResult, 'comments' | 'files'> = { comments: 0, files: [] }
  const outcome = targets.length
    ? await execute(
        actor,
        importEventsCommand({
          onProgress: (events) => {
            // Inside the transaction, so an abort rolls back what is written.
            signal.throwIfAborted()
            progress('writing')(events)
          },
          comments: file.comments,
          messages,
          onCreated: (created, comments) => {
            content = {
              comments,
              files: created.flatMap(({ id, incoming }) =>
                incoming.files.map((file) => ({ ...file, event: id })),
              ),
            }
          },
        }),
        {
          parts: targets.map(({ calendar: calendarId, part, events }) => ({
            calendarId,
            archivedId: part.id,
            events,
          })),
          withAlarms: query.alarms !== undefined,
        },
        { origin: 'import' },
      )
    : null
  if (query.settings && file.settings) {
    const calendars = new Map(chosen.flatMap(({ part, calendar }) => (part.id ? [[part.id, calendar]] : [])))
    await importSettings(actor, reach, file.settings, calendars)
  }
  return outcome
    ? { ...preview, ...content, changeset: outcome.changeset, seqs: toVisibleResult(outcome).seqs }
    : preview
}

/**
 * Divides the messages of conversations among the user's groups: the group itself on this installation, else the only
 * one of the same name.
 */
function divideMessages({ groups }: Reach, comments: readonly ImportedComment[]) {
  const messages = new Map<string, ImportedComment[]>()
  let refused = 0
  for (const comment of comments) {
    if (!comment.group) continue
    const { id, name } = comment.group
    const sameName = groups.filter((group) => group.name === name)
    const target =
      groups.find((group) => group.id === id) ?? (sameName.length === 1 ? sameName[0] : undefined)
    if (!target) refused++
    else if (messages.has(target.id)) messages.get(target.id)!.push(comment)
    else messages.set(target.id, [comment])
  }
  const conversations = [...messages].map(([id, { length: count }]) => ({
    ...{ group: groups.find((group) => group.id === id)!.name, count },
  }))
  return { messages, conversations, refused }
}

/**
 * Proposes a calendar for a part in the preview: its original calendar on this installation, one of the same name, or a
 * new one. An import skips parts for which the user chose none.
 */
function defaultTarget({ id, name }: ReadPart, { calendars }: Reach, { mode }: Query): string {
  if (mode === 'apply') return 'skip'
  const writable = calendars.filter(({ level }) => isAtLeast(level, 'editor'))
  const found =
    writable.find((calendar) => calendar.id === id) ?? writable.find((calendar) => calendar.name === name)
  return found?.id ?? 'new'
}
