import { resendReminder } from '@/lib/actions/instance'
import type { AttendeeEntry, ReminderEntry } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of an attendee. */
export function attendeeCells(attendee: AttendeeEntry, { linkTo, marks, formatTime }: CellTools): Cells {
  return [
    ['id', linkTo(`/admin/attendees?of=${attendee.eventId}`, attendee.eventId)],
    [
      'name',
      <span key="" dir="auto">
        {attendee.attendee}
      </span>,
    ],
    ['state', marks(attendee.status)],
    ['people', attendee.partySize],
    ['at', formatTime(attendee.answeredAt)],
  ]
}

/** Returns the cells of a reminder. */
export function reminderCells(reminder: ReminderEntry, { t, linkTo, marks, formatTime }: CellTools): Cells {
  return [
    ['id', linkTo(`/admin/reminders?of=${reminder.eventId}`, reminder.eventId)],
    [
      'to',
      <span key="" dir="auto">
        {reminder.receiver}
      </span>,
    ],
    ['template', reminder.method],
    ['state', marks(reminder.state)],
    ['runAt', formatTime(reminder.dueAt)],
    ['at', formatTime(reminder.sentAt)],
    [
      'actions',
      reminder.state !== 'waiting' && (
        <ActionButton
          action={resendReminder.bind(null, { reminder: reminder.id })}
          label={t(reminder.state === 'sent' ? 'actions.resend' : 'actions.release')}
          about={reminder.receiver}
          done={t('done.resend')}
        />
      ),
    ],
  ]
}
