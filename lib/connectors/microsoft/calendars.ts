import { paletteColor } from '@/lib/calendar/server/ical/colors'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { toSingleLine } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { Mailbox } from './mailbox'
import { pagesOf } from './pages'
import type { MicrosoftRequests } from './requests'

/** The parts of Graph's calendar resource that Kinday reads. */
interface GraphCalendar {
  id?: string
  name?: string
  color?: string
  hexColor?: string
  canEdit?: boolean
  isDefaultCalendar?: boolean
  owner?: { address?: string }
}

/** Lists the calendars of the account, and those that others share with it. */
export async function listCalendars(
  requests: MicrosoftRequests,
  mailbox: Mailbox,
  signal: AbortSignal,
): Promise<RemoteCalendar[]> {
  const found: GraphCalendar[] = []
  for await (const page of pagesOf<GraphCalendar>(requests, 'me/calendars?$top=100', signal))
    found.push(...page.rows.filter(({ id }) => id))
  const zone = await mailbox.zone(signal)
  const owner = found.find(({ isDefaultCalendar }) => isDefaultCalendar)?.owner?.address?.toLowerCase()
  return found.map((calendar) => toCalendar(calendar, zone, owner))
}

/** Returns the zone that applies to times without one. */
export function zoneOf({ zone }: RemoteCalendar): Zone {
  return zone ?? 'UTC'
}

function toCalendar(calendar: GraphCalendar, zone: Zone | null, owner: string | undefined): RemoteCalendar {
  const { id, name, canEdit, isDefaultCalendar, hexColor } = calendar
  const color = hexColor ? paletteColor(hexColor) : (COLORS[calendar.color ?? ''] ?? null)
  const address = calendar.owner?.address?.toLowerCase()
  return {
    ...{ id: id!, name: toSingleLine(name ?? '') || id!, zone, color },
    access: canEdit ? 'write' : 'read',
    isPrimary: isDefaultCalendar ?? false,
    ...(owner && address && { isOwned: owner === address }),
    // The address of a mailbox can differ from the name with which the user signs in.
    ...(address && owner === address && { addresses: [address] }),
  }
}

/** Colors of Kinday by those of Graph. `auto` is none. */
const COLORS: Record<string, string> = {
  lightBlue: 'sky',
  lightGreen: 'emerald',
  lightOrange: 'tangerine',
  lightGray: 'slate',
  lightYellow: 'amber',
  lightTeal: 'teal',
  lightPink: 'pink',
  lightBrown: 'brown',
  lightRed: 'tomato',
  maxColor: 'indigo',
}
