import type { z } from 'zod'
import { db } from '@/db/client'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { loadReach, type Reach } from '@/lib/access/reach'
import type { SessionUser } from '@/lib/access/sessions'
import { isAtLeast } from '@/lib/calendar/roles'
import { currentOf, type ImportPlan } from '@/lib/calendar/server/incoming/import-plan'
import { plansOf } from '@/lib/calendar/server/incoming/plan'
import { occurrenceChanges, updatedFields } from '@/lib/calendar/server/incoming/report'
import { collect } from '@/lib/calendar/server/pace'
import { accountIdsIn, planImport } from '@/lib/commands/effects/import-events'
import { importing } from '@/lib/commands/import'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { type ReadPart, readImport } from '@/lib/files/read-import'
import { createUploads } from '@/lib/files/uploads'
import type { ImportOutcome } from '@/lib/schemas/choices'
import type { CheckedEvents, ImportedEvent, importQuery } from '@/lib/schemas/import'
import type { ImportedPart, ImportLine, ImportResult, ImportSample } from '@/lib/schemas/import-result'
import { toVisibleResult } from './action-result'

type Query = z.output<typeof importQuery>

/** A validated part of a file and its target calendar; `new` if that is still to be created. */
interface Part {
  part: ReadPart
  events: CheckedEvents
  calendar: string
}

const receive = createUploads()

/** Events of each kind that a preview names. */
const SAMPLES = 100

/**
 * Imports a file or previews that. Checks permissions before reading the body.
 * @returns the function that does the work and reports progress. It writes nothing once `signal` is aborted.
 * @throws AppError SIGNED_OUT, NOT_FOUND, FORBIDDEN, INVALID
 */
export async function startImport(user: SessionUser | null, asked: () => Query) {
  const actor: Actor = user ? { kind: 'user', id: user.id } : { kind: 'nobody' }
  userIdOf(actor)
  const query = asked()
  for (const id of new Set(query.calendar)) {
    if (id === 'skip' || (id === 'new' && query.mode === 'preview')) continue
    // A new calendar is created by a request of its own, before the import.
    if (id === 'new') throw new AppError('INVALID', { fields: { calendar: { code: 'required' } } })
    await db.transaction((tx) => grant(tx, actor, 'write', 'calendar', id))
  }
  return (
    bytes: AsyncIterable<Uint8Array>,
    tell: (line: ImportLine) => void,
    signal: AbortSignal,
  ): Promise<ImportResult> =>
    // Writing is queued too: concurrent imports into one calendar would wait for each other, each with a connection.
    receive(user!.id, bytes, env.dataDir, ({ fd }) => importFile(user!, query, { fd, tell, signal }))
}

interface Upload {
  /** Descriptor of the file. */
  fd: number
  tell(line: ImportLine): void
  signal: AbortSignal
}

/** Reads a file, plans what it changes, and applies that unless only a preview was asked for. */
async function importFile(
  user: SessionUser,
  query: Query,
  { fd, tell, signal }: Upload,
): Promise<ImportResult> {
  const actor: Actor = { kind: 'user', id: user.id }
  const progress =
    (stage: 'reading' | 'writing') =>
    (events: number, octets = 0) =>
      tell({ progress: { stage, events, bytes: octets } })
  const onProgress = progress('reading')
  const file = await readImport(fd, { zone: user.timeZone, name: query.name, onProgress, signal })
  const reach = await loadReach(db, actor)
  const parts = file.parts.map((part, index) => ({
    part,
    events: part.events,
    calendar: query.calendar[index] ?? usual(part, reach, query),
  }))
  signal.throwIfAborted()
  const planned = await previews(actor, parts)
  const preview = { archive: file.archive, parts: planned, notes: file.notes, changeset: null, seqs: {} }
  if (query.mode === 'preview') return preview
  const targets = parts.filter(({ calendar, events }) => calendar !== 'skip' && events.list.length)
  if (!targets.length) return preview
  const done = await execute(
    actor,
    importing((events) => {
      // Inside the transaction, so an abort rolls back what is written.
      signal.throwIfAborted()
      progress('writing')(events)
    }),
    {
      parts: targets.map(({ calendar: calendarId, part, events }) => ({
        calendarId,
        was: part.id,
        events,
      })),
    },
    { origin: 'import' },
  )
  return { ...preview, changeset: done.changeset, seqs: toVisibleResult(done).seqs }
}

/**
 * Chooses the calendar of a part if the user has not: its original calendar on this installation, one of the same
 * name, or a new one.
 */
function usual({ id, name }: ReadPart, { calendars }: Reach, { mode }: Query): string {
  if (mode === 'apply') return 'skip'
  const writable = calendars.filter(({ level }) => isAtLeast(level, 'editor'))
  const found =
    writable.find((calendar) => calendar.id === id) ?? writable.find((calendar) => calendar.name === name)
  return found?.id ?? 'new'
}

/** Previews each part against the current data. */
async function previews(actor: Actor, parts: readonly Part[]): Promise<ImportedPart[]> {
  return db.transaction(async (tx) => {
    const found: ImportedPart[] = []
    for (const { part, events, calendar } of parts) {
      const fresh = calendar === 'new' || calendar === 'skip'
      const people = await grant(tx, actor, 'read', 'people', fresh ? [] : accountIdsIn(events.list))
      const known = new Set(people.row.map(({ id }) => id))
      const planned = fresh
        ? await collect(
            plansOf(events.list, { byUid: new Map(), byId: new Map() }, { known: () => false, own: null }),
          )
        : await planImport(tx, await grant(tx, actor, 'write', 'calendar', calendar), events.list, (id) =>
            known.has(id),
          )
      found.push(previewOf(part, calendar, planned))
    }
    return found
  })
}

function previewOf(
  part: ReadPart,
  calendar: string,
  planned: readonly ImportPlan<ImportedEvent>[],
): ImportedPart {
  const of = (outcome: ImportOutcome) => planned.filter((plan) => plan.outcome === outcome)
  const all = { new: of('new'), changed: of('changed'), unchanged: of('unchanged'), skipped: of('skipped') }
  const starts = [...all.new, ...all.changed].map(({ incoming }) => incoming.content.span.start)
  const { name, color, notes } = part
  return {
    ...{ name: name ?? '', color, calendar, notes },
    counts: mapped(all, (plans) => plans.length),
    samples: mapped(all, (plans) => plans.slice(0, SAMPLES).map(sampleOf)),
    first:
      starts
        .reduce<string | null>((first, start) => (first && first < start ? first : start), null)
        ?.slice(0, 10) ?? null,
  }
}

function sampleOf(plan: ImportPlan<ImportedEvent>): ImportSample {
  const { title, span } = plan.incoming.content
  const sample = { title, start: span.start }
  if (plan.outcome === 'skipped') return { ...sample, reason: plan.reason }
  if (plan.outcome === 'unchanged') return { ...sample, title: plan.event.title }
  if (plan.outcome === 'new') return { ...sample, occurrences: occurrenceChanges(null, plan.content) }
  const { content, replaced } = plan
  const before = currentOf({ event: plan.before, answers: plan.answers })
  return {
    title: content.title,
    start: content.span.start,
    updated: updatedFields(before, content),
    occurrences: occurrenceChanges(before, content),
    replaced,
  }
}

function mapped<V, R>(all: Record<ImportOutcome, V>, map: (value: V) => R): Record<ImportOutcome, R> {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, map(value)])) as Record<
    ImportOutcome,
    R
  >
}
