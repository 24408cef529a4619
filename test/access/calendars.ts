import { byRole, FORBIDDEN, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

export const CALENDARS: Operation[] = [
  { action: 'calendars/createCalendar', input: () => ({ name: 'Mine' }), outcomes: OK_IF_SIGNED_IN },
  {
    action: 'calendars/createCalendar',
    variant: 'of a group',
    input: ({ group }) => ({ name: 'Ours', group }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'calendars/updateCalendar',
    input: ({ calendar }) => ({ calendar, version: 1, patch: { description: 'changed' } }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'calendars/deleteCalendar',
    input: ({ calendar }) => ({ calendar }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'calendars/orderCalendars',
    input: ({ calendar }) => ({ calendars: [calendar] }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'calendars/showCalendars',
    input: ({ calendar }) => ({ hidden: [calendar] }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'calendars/updateCalendarSettings',
    input: ({ calendar }) => ({ calendar, hidden: true, color: 'pink' }),
    outcomes: byRole(OK, OK, OK, OK, OK, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'calendars/createFeed',
    input: ({ calendar }) => ({ calendar, level: 'busy' }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'calendars/revokeFeed',
    input: ({ feeds }) => ({ feed: feeds.full.id }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]
