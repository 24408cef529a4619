import type { Grant } from '@/lib/access/grant'
import type { Attendee } from '@/lib/access/nouns/event'
import { atLeast } from '@/lib/calendar/roles'
import { type Span, spanFromRow } from '@/lib/calendar/span'

/** An event as its dialog shows it. What may not be shown is empty. */
export interface EventDetail {
  id: string
  version: number
  kind: 'event' | 'meeting' | 'reminder'
  title: string
  description: string
  location: string
  color: string | null
  visibility: 'default' | 'private'
  busy: boolean
  done: boolean
  span: Span
  calendarId: string
  attendees: Attendee[]
  createdBy: string | null
  editable: boolean
}

export function eventDetail({ row }: Grant<'read', 'event'>): EventDetail {
  const full = row.shown === 'full'
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    title: row.title,
    description: full ? row.description : '',
    location: full ? row.location : '',
    color: full ? row.color : null,
    visibility: row.visibility,
    busy: row.busy,
    done: row.doneAt !== null,
    span: spanFromRow(row),
    calendarId: row.calendarId,
    attendees: full ? row.attendees : [],
    createdBy: full ? row.createdBy : null,
    editable: full && row.level !== undefined && atLeast(row.level, 'editor'),
  }
}
