import type { AdminList, EntryByList } from '@/lib/schemas/admin-lists'
import { attendeeCells, reminderCells } from './attendance-cells'
import { type Cells, useCellTools } from './cell-tools'
import { calendarCells, eventCells } from './content-cells'
import type { DateSettings } from './format'
import { jobCells } from './job-cells'
import { groupCells, invitationCells, userCells } from './people-cells'
import { gatheringCells, taskCells } from './plan-cells'
import { auditCells, deliveryCells, faultCells, receivedMailCells } from './work-cells'

/** Returns a function that renders a row's cells, by column. */
export function useCells<L extends AdminList>(
  list: L,
  viewer: DateSettings,
  canSendMail: boolean,
): (row: EntryByList[L]) => Cells {
  const tools = useCellTools(viewer)
  const CELLS: { [K in AdminList]: (row: EntryByList[K]) => Cells } = {
    users: (user) => userCells(user, tools, canSendMail),
    groups: (group) => groupCells(group, tools),
    calendars: (calendar) => calendarCells(calendar, tools),
    events: (event) => eventCells(event, tools),
    attendees: (attendee) => attendeeCells(attendee, tools),
    gatherings: (gathering) => gatheringCells(gathering, tools),
    tasks: (task) => taskCells(task, tools),
    reminders: (reminder) => reminderCells(reminder, tools),
    invitations: (invitation) => invitationCells(invitation, tools),
    jobs: (job) => jobCells(job, tools),
    deliveries: (delivery) => deliveryCells(delivery, tools),
    received: (mail) => receivedMailCells(mail, tools),
    faults: (fault) => faultCells(fault, tools),
    audit: (entry) => auditCells(entry, tools),
  }
  return CELLS[list] as (row: EntryByList[L]) => Cells
}
