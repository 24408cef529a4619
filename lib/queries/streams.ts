import type { Reach } from '@/lib/access/reach'
import { canManageGroup } from '@/lib/calendar/roles'
import { type Stream, streamName } from '@/lib/realtime/channels'

/**
 * Returns every stream that the actor may follow and its position. A user with free/busy access does not follow the
 * calendar: pings would reveal when it is edited. Owners of a calendar and members who manage a group also follow the
 * streams for them alone.
 */
export function streamsOf(reach: Reach): Record<Stream, number> {
  return Object.fromEntries([
    [streamName('user', reach.userId), reach.seq],
    ...reach.calendars
      .filter(({ level }) => level !== 'freebusy')
      .map(({ id, seq }) => [streamName('calendar', id), seq]),
    ...reach.calendars
      .filter(({ level }) => level === 'owner')
      .map(({ id, ownersSeq }) => [streamName('owners', id), ownersSeq]),
    ...reach.groups.map(({ id, seq }) => [streamName('group', id), seq]),
    ...reach.groups
      .filter(({ role }) => canManageGroup(role))
      .map(({ id, ownersSeq }) => [streamName('owners', id), ownersSeq]),
  ])
}
