import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js'
import { paletteColor } from '@/lib/calendar/server/ical/colors'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { toSingleLine } from '@/lib/calendar/text'
import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import { ConnectorError } from '../connector'
import type { GoogleRequests } from './requests'

/** Lists the calendars of the account, also those that its user has hidden at Google: they can be synced, too. */
export async function listCalendars(
  { call }: GoogleRequests,
  signal: AbortSignal,
): Promise<RemoteCalendar[]> {
  const calendars: RemoteCalendar[] = []
  let pageToken: string | undefined
  do {
    const page = await call(
      (api, options) =>
        api.calendarList.list(
          { maxResults: 250, showHidden: true, ...(pageToken && { pageToken }) },
          options,
        ),
      signal,
    )
    if (!Array.isArray(page.items)) throw new ConnectorError('unreachable', 'no list')
    for (const entry of page.items) if (entry.id && !entry.deleted) calendars.push(toCalendar(entry))
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken)
  return calendars
}

/** Returns the zone that applies to times without one. */
export function zoneOf({ zone }: RemoteCalendar): Zone {
  return zone ?? 'UTC'
}

function toCalendar(entry: calendar_v3.Schema$CalendarListEntry): RemoteCalendar {
  const { accessRole, timeZone, backgroundColor } = entry
  const canWrite = accessRole === 'owner' || accessRole === 'writer'
  return {
    id: entry.id!,
    name: toSingleLine(entry.summaryOverride || entry.summary || '') || entry.id!,
    zone: timeZone && isZone(timeZone) ? timeZone : null,
    color: backgroundColor ? paletteColor(backgroundColor) : null,
    access: canWrite ? 'write' : accessRole === 'reader' ? 'read' : 'busy',
    isPrimary: entry.primary ?? false,
    isOwned: accessRole === 'owner',
  }
}
