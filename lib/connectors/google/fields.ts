import { TEXT_FIELDS } from '@/lib/calendar/event-fields'
import { hasOmittedGuests, OMITTED_GUESTS } from '@/lib/calendar/omitted-guests'
import { PALETTE } from '@/lib/calendar/palette'
import { htmlToText, isHtml } from '@/lib/calendar/server/ical/html'
import { toMultiline, toSingleLine } from '@/lib/calendar/text'
import type { FieldContent } from '../field-content'
import { fromAttachments, toAttachments } from './attachments'
import { fromConference, toConference } from './conference'
import type { GoogleEvent } from './event'
import {
  BUSY_KEY,
  COLOR_KEY,
  DONE_KEY,
  longProperty,
  readLongProperty,
  STATUS_KEY,
  URL_KEY,
} from './properties'

/** The fields of an event or instance, without time, recurrence and attendees, in Google's form. */
export type FieldBody = Pick<
  GoogleEvent,
  | 'summary'
  | 'description'
  | 'location'
  | 'colorId'
  | 'status'
  | 'transparency'
  | 'visibility'
  | 'guestsCanSeeOtherGuests'
  | 'conferenceData'
  | 'attachments'
  | 'attendeesOmitted'
> & { extendedProperties: { private: Record<string, string> } }

/** Returns the fields of a Google event. */
export function toFields(event: GoogleEvent): FieldContent {
  const own = event.extendedProperties?.private ?? {}
  const description = event.description ?? ''
  return {
    title: limit(toSingleLine(event.summary ?? ''), 'title'),
    description: limit(
      toMultiline(isHtml(description) ? htmlToText(description) : description).trim(),
      'description',
    ),
    location: limit(toSingleLine(event.location ?? ''), 'location'),
    url: limit(readLongProperty(own, URL_KEY) ?? event.source?.url ?? '', 'url'),
    color: toColor(event.colorId ?? null, own[COLOR_KEY] ?? null),
    status: toStatus(event.status, own),
    busy: event.transparency !== 'transparent' || own[BUSY_KEY] === '1',
    done: own[DONE_KEY] === '1',
    visibility: event.visibility === 'private' || event.visibility === 'confidential' ? 'private' : 'default',
    guestListHidden: event.guestsCanSeeOtherGuests === false,
    unknown: [
      ...toConference(event),
      ...toAttachments(event),
      ...(event.attendeesOmitted ? [[OMITTED_GUESTS, {}, 'boolean', true]] : []),
    ],
  }
}

/** Returns the fields in Google's form. Those that Google lacks are private extended properties, empty if unset. */
export function fromFields(content: FieldContent): FieldBody {
  const isCancelled = content.status === 'cancelled'
  return {
    summary: content.title,
    description: content.description.slice(0, MAX_DESCRIPTION_LENGTH),
    location: content.location,
    colorId: content.color ? COLOR_IDS[content.color as keyof typeof COLOR_IDS] : null,
    // Google deletes cancelled events, so a cancelled event is stored as a confirmed one without busy time.
    status: isCancelled ? 'confirmed' : content.status,
    transparency: content.busy && !isCancelled ? 'opaque' : 'transparent',
    visibility: content.visibility,
    guestsCanSeeOtherGuests: !content.guestListHidden,
    ...fromConference(content.unknown),
    ...fromAttachments(content.unknown),
    ...(hasOmittedGuests(content.unknown) && { attendeesOmitted: true }),
    extendedProperties: {
      private: {
        ...longProperty(URL_KEY, content.url),
        [COLOR_KEY]: content.color ?? '',
        [DONE_KEY]: content.done ? '1' : '',
        [STATUS_KEY]: isCancelled ? 'cancelled' : '',
        [BUSY_KEY]: isCancelled && content.busy ? '1' : '',
      },
    },
  }
}

/** Google refuses longer descriptions. */
const MAX_DESCRIPTION_LENGTH = 8192

function toStatus(status: string | undefined, own: Record<string, string>): FieldContent['status'] {
  if (own[STATUS_KEY] === 'cancelled') return 'cancelled'
  return status === 'tentative' ? 'tentative' : 'confirmed'
}

/**
 * The nearest of Google's eleven event colors for each of ours. Where two of ours have the same nearest color, the
 * extended property tells which one it is.
 */
const COLOR_IDS = {
  tomato: '11',
  tangerine: '6',
  amber: '5',
  lime: '2',
  emerald: '10',
  teal: '10',
  sky: '7',
  indigo: '9',
  violet: '3',
  pink: '4',
  brown: '6',
  slate: '8',
} as const satisfies Record<(typeof PALETTE)[number], string>

/** @param own the color that Kinday wrote: valid until the color is changed at Google */
function toColor(id: string | null, own: string | null): string | null {
  if (id === null) return null
  const isCurrent = own !== null && COLOR_IDS[own as keyof typeof COLOR_IDS] === id
  if (isCurrent) return own
  // Lavender is Google's second violet.
  return PALETTE.find((color) => COLOR_IDS[color] === (id === '1' ? '3' : id)) ?? null
}

function limit(text: string, field: keyof typeof TEXT_FIELDS): string {
  return text.slice(0, TEXT_FIELDS[field].maxLength)
}
