import type { Change } from '@/lib/commands/pipeline/changes'
import type { PlacementSnapshot } from '@/lib/commands/rows/placements'
import { streamName } from '@/lib/realtime/channels'

/** Only in the stream of that calendar: who does not see it learns nothing of it. */
export function placementChanges(
  before: PlacementSnapshot | null,
  after: PlacementSnapshot | null,
): Change[] {
  const { eventId, calendarId } = (after ?? before)!
  const op = before && after ? 'changed' : after ? 'added' : 'removed'
  return [{ stream: streamName('calendar', calendarId), entity: 'placement', id: eventId, op, before, after }]
}
