import type { Change } from '@/lib/commands/pipeline/changes'
import type { PlacementSnapshot } from '@/lib/commands/rows/placements'
import { streamName } from '@/lib/realtime/channels'

/** Returns the change of a placement. Only the stream of the calendar that shows the event gets it. */
export function placementChanges(
  before: PlacementSnapshot | null,
  after: PlacementSnapshot | null,
): Change[] {
  const { eventId, calendarId } = (after ?? before)!
  const op = before && after ? 'changed' : after ? 'added' : 'removed'
  return [{ stream: streamName('calendar', calendarId), entity: 'placement', id: eventId, op, before, after }]
}
