import type { Grant } from '@/lib/access/grant'
import { atLeast } from '@/lib/calendar/roles'
import { spanFromRow } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/events'

/** An event as its dialog shows it. What may not be shown is empty. */
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
