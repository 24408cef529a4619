import { and, inArray, not } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { placements } from '@/db/schema/events'
import { streamOf } from '@/lib/realtime/channels'
import { chunksOf } from './event-batch'
import type { Change } from './record'

/** Tells the calendars that events are shown in besides their homes. */
export async function echoesOf(tx: Tx, eventIds: readonly string[]): Promise<Change[]> {
  const found = new Set<string>()
  for (const some of chunksOf(eventIds, 5000)) {
    const rows = await tx
      .selectDistinct({ id: placements.calendarId })
      .from(placements)
      .where(and(inArray(placements.eventId, some), not(placements.home)))
    for (const { id } of rows) found.add(id)
  }
  return echoes([...found])
}

/** Tells calendars that something is otherwise in them now. It says no more than that: what it is, their readers ask. */
export function echoes(calendarIds: readonly string[]): Change[] {
  return calendarIds.map((id) => ({
    ...{ stream: streamOf('calendar', id), entity: 'placement', id, op: 'changed', apart: true },
  }))
}
