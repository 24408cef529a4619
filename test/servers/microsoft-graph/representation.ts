import { wallMs, wallOf } from '@/lib/calendar/day'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { GraphEvent, GraphTime } from '@/lib/connectors/microsoft/event'

/** Returns whether the times of an event, as Graph returns them, overlap a range. */
export function overlaps({ start, end }: GraphEvent, from: number, to: number): boolean {
  const [first, last] = [instantOf(start!), instantOf(end!)]
  return first < to && (last > from || (first === last && first >= from))
}

export function instantOf({ dateTime, timeZone }: GraphTime): number {
  return instantAt(wallMs(dateTime!.slice(0, 19)), zoneOfTzid(timeZone!)!)
}

/** Returns times as Graph does: in UTC; those of all-day events keep their dates. */
export function timesOf(
  start: GraphTime,
  end: GraphTime,
  isAllDay: boolean,
): { start: GraphTime; end: GraphTime } {
  const inUtc = (time: GraphTime) => ({
    dateTime: `${isAllDay ? time.dateTime!.slice(0, 19) : wallOf(instantOf(time))}.0000000`,
    timeZone: 'UTC',
  })
  return { start: inUtc(start), end: inUtc(end) }
}

/** Returns a body as Exchange stores it: within a whole document. */
export function asHtml({ contentType, content = '' }: NonNullable<GraphEvent['body']>): string {
  const inner =
    contentType === 'text'
      ? `<div class="PlainText">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>\r\n')}</div>`
      : content
  if (inner.startsWith('<html>')) return inner
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${inner}</body></html>`
}
