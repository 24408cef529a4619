import { readAll } from '@/components/offline/user-database'
import type { CalendarTuple, Range } from '@/lib/calendar/tuple'
import { isDetailKey } from '@/lib/offline/stored-data'
import type { EventDetail } from '@/lib/schemas/event-detail'

/** Reads an event, and the calendars of the newest range, from the offline storage. */
export async function findStoredEvent(
  user: string,
  id: string,
): Promise<[EventDetail | undefined, CalendarTuple[]]> {
  const rows = await readAll(user, 'data')
  const newest = (isWanted: (key: unknown[]) => boolean) =>
    rows.filter(({ key }) => isWanted(JSON.parse(key))).sort((a, b) => b.at - a.at)[0]?.data
  const range = newest(([name]) => name === 'range') as Range | undefined
  return [newest((key) => isDetailKey(key, id)) as EventDetail | undefined, range?.calendars ?? []]
}
