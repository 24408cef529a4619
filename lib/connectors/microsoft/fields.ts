import { TEXT_FIELDS } from '@/lib/calendar/event-fields'
import { toSingleLine } from '@/lib/calendar/text'
import type { FieldContent } from '../field-content'
import { isInvitation } from './attendees'
import { toColor } from './colors'
import { toDescription } from './description'
import type { KnownEvent, OwnFields } from './event'

/** Returns the fields of an event of Graph. */
export function toFields(event: KnownEvent): FieldContent {
  const { own = {} } = event
  return {
    title: limit(toSingleLine(event.subject ?? ''), 'title'),
    description: limit(toDescription(event), 'description'),
    location: limit(toSingleLine(event.location?.displayName ?? ''), 'location'),
    url: limit(own.url ?? '', 'url'),
    color: toColor(event),
    ...toStatus(event),
    done: own.done ?? false,
    visibility: PRIVATE.has(event.sensitivity ?? '') ? 'private' : 'default',
    guestListHidden: event.hideAttendees ?? false,
    unknown: toConference(event),
  }
}

const PRIVATE = new Set(['private', 'confidential'])

/** Values of `showAs` during which other people can be invited. */
const FREE = new Set(['free', 'workingElsewhere'])

/** An invitation is tentative while the account has not answered it, which is no status of the event. */
function toStatus(event: KnownEvent): Pick<FieldContent, 'status' | 'busy'> {
  const { showAs = 'busy', own, isCancelled } = event
  if (own?.status?.as === showAs) return { status: own.status.status, busy: own.status.busy }
  const isTentative = showAs === 'tentative' && !isInvitation(event)
  return {
    status: isCancelled ? 'cancelled' : isTentative ? 'tentative' : 'confirmed',
    busy: !FREE.has(showAs) && !isCancelled,
  }
}

/** Returns a status in Graph's form, which has one value for both, and no events that are cancelled but not deleted. */
export function fromStatus({ status, busy }: Pick<FieldContent, 'status' | 'busy'>): {
  showAs: string
  status: OwnFields['status']
} {
  if (status === 'confirmed') return { showAs: busy ? 'busy' : 'free', status: undefined }
  if (status === 'tentative' && busy) return { showAs: 'tentative', status: undefined }
  return { showAs: 'free', status: { status, busy, as: 'free' } }
}

/** The property in which Exchange's iCalendar files name the link of an online meeting. */
const CONFERENCE = 'x-microsoft-skypeteamsmeetingurl'

function toConference({ onlineMeeting, onlineMeetingUrl, own }: KnownEvent): unknown[] {
  const url = onlineMeeting?.joinUrl || onlineMeetingUrl || own?.conference
  return url ? [[CONFERENCE, {}, 'unknown', url]] : []
}

/** Returns the link of an online meeting among jCal properties. Graph creates these links itself. */
export function fromConference(properties: readonly unknown[]): string | undefined {
  const found = properties.find((property) => Array.isArray(property) && property[0] === CONFERENCE)
  const url = (found as unknown[] | undefined)?.[3]
  return typeof url === 'string' && url ? url : undefined
}

function limit(text: string, field: keyof typeof TEXT_FIELDS): string {
  return text.slice(0, TEXT_FIELDS[field].maxLength)
}
