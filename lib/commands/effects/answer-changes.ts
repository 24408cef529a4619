import type { Tx } from '@/db/client'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { notifyPlacements } from './notify-placements'

/** Returns the change of an answer to an event. Events that are private to their readers route it (routing.ts). */
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

/** Notifies calendars that show events in full by a placement that their answers or comments have changed. */
export async function notifyFullPlacements(tx: Tx, events: readonly EventSnapshot[]): Promise<Change[]> {
  const known = new Map(events.map((event) => [event.id, event]))
  const notices = await notifyPlacements(tx, [...known.keys()])
  return notices.map(({ notice, ...change }) => {
    const event = notice && known.get(notice.event)
    if (!event) return change
    // Only full detail shows answers and comments, so the notice has versions that differ in nothing that a lower level of detail
    // shows.
    return {
      ...change,
      notice: { ...notice, versions: { before: event, after: { ...event, version: event.version + 1 } } },
    }
  })
}
