import { asc, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { changes } from '@/db/schema/changes'
import type { Person } from '@/lib/access/nouns/user'
import { type EventContent, type EventSnapshot, type Participant, spanForKind } from '@/lib/calendar/event'
import { merge, same } from '@/lib/calendar/merge'
import { AppError, fieldError } from '@/lib/errors'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/events'
import { inOrder, insertEvent, snapshotOf, trashEvent, updateEventRow } from './event-rows'
import { type Change, command, violated } from './execute'

export const createEvent = command({
  name: 'createEvent',
  input: schemas.createEvent,
  on: (input) => ({
    calendar: ['write', 'calendar', input.calendarId],
    people: ['read', 'people', input.attendees],
  }),
  async run({ tx, grants, actor, now }, { calendarId: _, attendees, span, ...fields }) {
    const id = uuidv7()
    const userId = actor.kind === 'user' ? actor.id : null
    const event = await insertEvent(
      tx,
      {
        ...fields,
        id,
        uid: `${id}@kinday`,
        status: 'confirmed',
        span: spanForKind(fields.kind, span),
        recurrence: null,
        calendarId: grants.calendar.row.id,
        attendees: participants(attendees, grants.people.row, [], userId),
        createdBy: userId,
      },
      now,
    )
    return { result: { id, version: event.version }, changes: eventChanges(null, event) }
  },
})

export const updateEvent = command({
  name: 'updateEvent',
  input: schemas.updateEvent,
  on: ({ id, patch }) => ({
    event: ['write', 'event', id],
    to: patch.calendarId === undefined ? undefined : ['write', 'calendar', patch.calendarId],
    people: ['read', 'people', patch.attendees ?? []],
  }),
  async run({ tx, grants, actor, now }, { version, patch }) {
    const current = snapshotOf(grants.event.row)
    const { attendees, calendarId: _, ...plain } = patch
    const wanted: Partial<EventContent> = {
      ...plain,
      ...(grants.to ? { calendarId: grants.to.row.id } : {}),
      ...(attendees
        ? {
            attendees: participants(
              attendees,
              grants.people.row,
              current.attendees,
              actor.kind === 'user' ? actor.id : null,
            ),
          }
        : {}),
    }
    if (wanted.span) wanted.span = spanForKind(wanted.kind ?? current.kind, wanted.span)

    const base = version === current.version ? current : await snapshotAt(tx, current.id, version)
    const { patch: merged, conflicts } = merge<EventContent>(base, current, wanted)
    if (Object.keys(conflicts).length) {
      throw new AppError('CONFLICT', { data: { version: current.version, fields: conflicts } })
    }
    // What a new kind makes of the time is nobody's own change of it, so it comes after the merge.
    if (merged.kind) {
      const span = spanForKind(merged.kind, merged.span ?? current.span)
      if (!same(span, current.span)) merged.span = span
    }
    if (!Object.keys(merged).length)
      return { result: { id: current.id, version: current.version }, changes: [] }
    const event = await refusingTwice(() => updateEventRow(tx, current, merged, now))
    return { result: { id: event.id, version: event.version }, changes: eventChanges(current, event) }
  },
})

export const deleteEvent = command({
  name: 'deleteEvent',
  input: schemas.deleteEvent,
  on: ({ id }) => ({ event: ['write', 'event', id] }),
  async run({ tx, grants, now }) {
    const event = snapshotOf(grants.event.row)
    await trashEvent(tx, event, now)
    return { result: { id: event.id }, changes: eventChanges(event, null) }
  },
})

/** What became of an event, in the streams of the calendars it was and is in. */
export function eventChanges(before: EventSnapshot | null, after: EventSnapshot | null): Change[] {
  const id = (after ?? before)!.id
  const of = (snapshot: EventSnapshot) => streamOf('calendar', snapshot.calendarId)
  if (before && after && before.calendarId === after.calendarId) {
    return [{ stream: of(after), entity: 'event', id, op: 'changed', before, after }]
  }
  return [
    ...(before ? [{ stream: of(before), entity: 'event', id, op: 'removed', before } as const] : []),
    ...(after ? [{ stream: of(after), entity: 'event', id, op: 'added', after } as const] : []),
  ]
}

/** Runs a write that may bring an event into a calendar that has it already. @throws AppError INVALID on calendarId. */
export async function refusingTwice<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (violated(error) === 'placements_uid') throw fieldError('calendarId', 'taken')
    throw error
  }
}

/** The event as it was at a version; undefined when its history no longer says. */
async function snapshotAt(tx: Tx, id: string, version: number): Promise<EventSnapshot | undefined> {
  const rows = await tx
    .select({ before: changes.before, after: changes.after })
    .from(changes)
    .where(
      sql`${eq(changes.entityId, id)} and ${version}::text in (${changes.before} ->> 'version', ${changes.after} ->> 'version')`,
    )
    .orderBy(asc(changes.createdAt))
    .limit(1)
  return rows
    .flatMap(({ before, after }) => [before, after] as unknown as (EventSnapshot | null)[])
    .find((snapshot) => snapshot?.version === version) as EventSnapshot | undefined
}

/**
 * Who takes part, by user id: those who did already keep their answer; others must be people that the actor knows.
 * Guests by e-mail, who have no user id, stay.
 */
function participants(
  ids: readonly string[],
  known: readonly Person[],
  before: readonly Participant[],
  actorId: string | null,
): Participant[] {
  const people = [...new Set(ids)].map((id): Participant => {
    const already = before.find((participant) => participant.userId === id)
    if (already) return already
    if (!known.some((person) => person.id === id)) throw fieldError('attendees', 'invalid')
    return { userId: id, email: null, name: null, status: id === actorId ? 'accepted' : 'needs-action' }
  })
  return inOrder([...people, ...before.filter(({ userId }) => userId === null)])
}
