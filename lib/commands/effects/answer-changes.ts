import type { Tx } from '@/db/client'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { notifyPlacements } from './notify-placements'

/** Returns the change of an answer. `event` decides which streams get it (pipeline/routing.ts). */
export function answerChange(
  event: EventSnapshot,
  before: StoredAnswer | null,
  after: StoredAnswer | null,
): Change {
  return {
    stream: streamName('calendar', event.calendarId),
    entity: 'answer',
    id: event.id,
    op: before ? (after ? 'changed' : 'removed') : 'added',
    before,
    after,
    event,
  }
}

/** Notifies calendars with full placements of events whose answers, attachments or comments have changed. */
export async function notifyFullPlacements(tx: Tx, events: readonly EventSnapshot[]): Promise<Change[]> {
  const known = new Map(events.map((event) => [event.id, event]))
  const notices = await notifyPlacements(tx, [...known.keys()])
  return notices.map(({ notice, ...change }) => {
    const event = notice && known.get(notice.event)
    if (!event) return change
    // Answers, attachments and comments are shown at full detail only. At lower levels, the two versions of the notice
    // look the same, so viewers with these levels are not notified.
    return {
      ...change,
      notice: { ...notice, versions: { before: event, after: { ...event, version: event.version + 1 } } },
    }
  })
}
