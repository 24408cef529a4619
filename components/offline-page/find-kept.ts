import { readAll } from '@/components/offline/user-database'
import type { CalendarTuple, Range } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'

/** Finds an event, and the calendars of the newest range, in what is stored offline. */
export async function findKept(
  user: string,
  id: string,
): Promise<[EventDetail | undefined, CalendarTuple[]]> {
  const rows = await readAll(user, 'data')
  const newest = (prefix: string) =>
    rows.filter(({ key }) => key.startsWith(prefix)).sort((a, b) => b.at - a.at)[0]?.data
  const range = newest('["range"') as Range | undefined
  return [newest(`["event","${id}"`) as EventDetail | undefined, range?.calendars ?? []]
}
