import type { Reach } from '@/lib/access/reach'
import { type Stream, streamOf } from '@/lib/realtime/channels'

/**
 * Every stream that the actor may follow, and where it stands. Who may only know when a calendar is busy does not follow
 * it: they would be told of each change in it, at the moment it is made.
 */
export function streamsOf(reach: Reach): Record<Stream, number> {
  return Object.fromEntries([
    [streamOf('user', reach.userId), reach.seq],
    ...reach.calendars
      .filter(({ level }) => level !== 'freebusy')
      .map(({ id, seq }) => [streamOf('calendar', id), seq]),
    ...reach.groups.map(({ id, seq }) => [streamOf('group', id), seq]),
  ])
}
