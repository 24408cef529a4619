import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { changes } from '@/db/schema/changes'
import { placements } from '@/db/schema/placements'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { planDelete, planEdit } from '@/lib/calendar/edits/scope'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Change } from '@/lib/commands/pipeline/changes'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { planOrRefuse, writePlan } from './event-plan'
import type { RecordedGathering } from './gathering-changes'

/** Fields that the event takes over from its gathering. */
const TEXTS = ['title', 'description', 'location', 'url'] as const

/**
 * Returns the event that locking the gathering created, for an edit; null if there is none, or only in the trash.
 * @throws AppError FORBIDDEN if the actor may not write it
 */
export async function eventOfGathering(
  tx: Tx,
  actor: Actor,
  { eventId }: Pick<GatheringRow, 'eventId'>,
): Promise<EventSnapshot | null> {
  if (!eventId || !(await homeOf(tx, eventId))) return null
  try {
    return snapshotOf((await grant(tx, actor, 'write', 'event', eventId)).row)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') throw new AppError('FORBIDDEN')
    throw error
  }
}

/** Returns the calendar of an event; undefined if the event or its calendar is in the trash. */
export async function homeOf(tx: Pick<Tx, 'select'>, eventId: string): Promise<string | undefined> {
  const [home] = await tx
    .select({ calendar: placements.calendarId })
    .from(placements)
    .innerJoin(calendars, and(eq(calendars.id, placements.calendarId), isNull(calendars.deletedAt)))
    .where(and(eq(placements.eventId, eventId), eq(placements.home, true), isNull(placements.deletedAt)))
  return home?.calendar
}

/** Edits the event of a gathering. Its guests get an update. */
export async function editEventOf(
  tx: Tx,
  { organizerId }: Pick<GatheringRow, 'organizerId'>,
  event: EventSnapshot,
  patch: Partial<EditableEvent> & Partial<Pick<EventSnapshot, 'status'>>,
  now: Date,
) {
  const plan = planOrRefuse(() => planEdit(contentOf(event), undefined, 'all', patch))
  const written = await writePlan(tx, event, plan, { now, organizer: organizerId })
  return { event: written.event!, changes: written.changes }
}

/** Makes the event of a gathering tentative while votes are asked for, or confirms it again, unless it was cancelled. */
export async function setEventStatus(
  tx: Tx,
  actor: Actor,
  row: GatheringRow,
  status: 'tentative' | 'confirmed',
  now: Date,
): Promise<Change[]> {
  const event = await eventOfGathering(tx, actor, row)
  if (!event || event.status === 'cancelled' || event.status === status) return []
  return (await editEventOf(tx, row, event, { status }, now)).changes
}

/** Moves the event of a gathering to the trash. Its guests get a cancellation. */
export async function trashEventOf(tx: Tx, event: EventSnapshot, now: Date) {
  const plan = planDelete(contentOf(event), undefined, 'all')
  return (await writePlan(tx, event, plan, { now, organizer: null })).changes
}

/** Returns the texts of a gathering that were edited since it was last locked. */
export async function textsSinceLock(
  tx: Tx,
  row: GatheringRow,
): Promise<Partial<Pick<GatheringRow, (typeof TEXTS)[number]>>> {
  const [locked] = await tx
    .select({ after: changes.after })
    .from(changes)
    .where(
      and(
        ...[eq(changes.entity, 'gathering'), eq(changes.entityId, row.id)],
        sql`${changes.after} ->> 'status' = 'locked'`,
      ),
    )
    .orderBy(desc(changes.createdAt))
    .limit(1)
  const former = locked?.after as RecordedGathering | undefined
  if (!former) return {}
  return Object.fromEntries(
    TEXTS.filter((name) => former[name] !== row[name]).map((name) => [name, row[name]]),
  )
}
