import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { afterLock, attendeesOf } from '@/lib/access/nouns/event'
import { contentOf, differences, revertContent } from '@/lib/calendar/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { AppError } from '@/lib/errors'
import { streamOf } from '@/lib/realtime/channels'
import { undo as schema } from '@/lib/schemas/events'
import { eventChanges } from './event-plan'
import { snapshotOf, trashEvent, updateEventRow } from './event-rows'
import { refusingTwice } from './events'
import { type Change, command } from './execute'
import { type Moves, move } from './occurrence-rows'

/**
 * Takes a changeset back: what it made goes to the trash, what it removed returns, and each field it changed gets its
 * former value unless it was changed again since. `kept` names what stays.
 */
export const undo = command({
  name: 'undo',
  input: schema,
  on: ({ changeset }) => ({ changeset: ['write', 'changeset', changeset] }),
  async run({ tx, grants, now }) {
    const { id, changes } = grants.changeset.row
    const done: Change[] = []
    const kept: string[] = []
    for (const [eventId, { before, after }] of effects(changes)) {
      const current = await currentEvent(tx, eventId)
      // Since moved to where the actor may perhaps not write: then it is not theirs to take back.
      const within = changes.some(
        ({ stream }) => stream === streamOf('calendar', current?.event.calendarId ?? ''),
      )
      if (!current || !within) {
        kept.push('event')
        continue
      }
      const { event, deleted } = current
      if (!before) {
        if (deleted) continue
        await trashEvent(tx, event, now)
        done.push(...eventChanges(event, null))
      } else if (!after) {
        if (!deleted) continue
        const restored = await refusingTwice(() => trashEvent(tx, event, null))
        done.push(...eventChanges(null, restored))
      } else if (deleted) {
        kept.push('event')
      } else {
        const content = contentOf(event)
        const reverted = revertContent(contentOf(before), contentOf(after), content)
        kept.push(...reverted.kept)
        const patch = differences(content, reverted.content)
        if (!Object.keys(patch).length) continue
        const next = await refusingTwice(() => updateEventRow(tx, event, patch, now))
        done.push(...eventChanges(event, next))
      }
    }
    await move(
      tx,
      movesOf(changes).map(({ from, to }) => ({ from: to, to: from })),
    )
    if (!done.length && kept.length) throw new AppError('CONFLICT', { data: { kept } })
    return { result: { kept }, changes: done, undoes: id }
  },
})

type Rows = readonly { entityId: string; before: unknown; after: unknown }[]

/** What a changeset made of each event: a move is `removed` in one stream and `added` in another, one effect. */
function effects(rows: Rows): Map<string, { before: EventSnapshot | null; after: EventSnapshot | null }> {
  const found = new Map<string, { before: EventSnapshot | null; after: EventSnapshot | null }>()
  for (const row of rows) {
    const effect = found.get(row.entityId) ?? { before: null, after: null }
    effect.before ??= row.before as EventSnapshot | null
    effect.after ??= row.after as EventSnapshot | null
    found.set(row.entityId, effect)
  }
  return found
}

/** The layers and alarms that went along with their occurrences. */
function movesOf(rows: Rows): Moves {
  return rows.flatMap(({ after }) => (after as { moves?: Moves } | null)?.moves ?? [])
}

/** The event as it is now, in the trash or not. Only ids out of a granted changeset come here. */
async function currentEvent(
  tx: Tx,
  id: string,
): Promise<{ event: EventSnapshot; deleted: boolean } | undefined> {
  const select = tx
    .select({
      row: events,
      calendarId: sql<string>`(select calendar_id from placements where event_id = events.id and home)`,
      attendees: attendeesOf,
    })
    .from(events)
    .where(eq(events.id, id))
  const [found] = await afterLock(tx, id, select)
  if (!found) return undefined
  const { row, calendarId, attendees } = found
  return { event: snapshotOf({ ...row, calendarId, attendees }), deleted: row.deletedAt !== null }
}
