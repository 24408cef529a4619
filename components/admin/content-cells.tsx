import type { CalendarEntry, EventEntry } from '@/lib/schemas/admin-entries'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of a calendar. */
export function calendarCells(calendar: CalendarEntry, { formatTime, linkTo, marks }: CellTools): Cells {
  return [
    [
      'name',
      <span key="" dir="auto">
        {calendar.name}
      </span>,
    ],
    ['owner', calendar.owner],
    ['state', marks(calendar.ofGroup ? 'ofGroup' : 'personal', calendar.deleted && 'deleted')],
    ['events', linkTo(`/admin/events?of=${calendar.id}`, calendar.events)],
    ['shares', calendar.shares],
    ['createdAt', formatTime(calendar.createdAt)],
  ]
}

/** Returns the cells of an event. */
export function eventCells(event: EventEntry, { t, formatTime, linkTo, marks }: CellTools): Cells {
  return [
    ['id', <code key="">{event.id}</code>],
    ['calendar', linkTo(`/admin/events?of=${event.calendarId}`, event.calendar)],
    ['creator', event.creator ?? t('formerUser')],
    ['state', marks(event.series && 'series', event.private && 'private', event.deleted && 'deleted')],
    ['from', formatTime(event.from)],
    ['people', linkTo(`/admin/attendees?of=${event.id}`, event.attendees)],
    ['placements', event.placements],
    ['changed', formatTime(event.changed)],
  ]
}
