import { each, NO, OK, type Operation, OUT, SIGNED_IN, UNSEEN } from './outcomes'

export const CALENDARS: Operation[] = [
  { action: 'calendars/createCalendar', input: () => ({ name: 'Mine' }), outcomes: SIGNED_IN },
  {
    action: 'calendars/createCalendar',
    about: 'of a group',
    input: ({ group }) => ({ name: 'Ours', group }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'calendars/updateCalendar',
    input: ({ calendar }) => ({ calendar, version: 1, patch: { description: 'changed' } }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'calendars/deleteCalendar',
    input: ({ calendar }) => ({ calendar }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'calendars/orderCalendars',
    input: ({ calendar }) => ({ calendars: [calendar] }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'calendars/showCalendars',
    input: ({ calendar }) => ({ hidden: [calendar] }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'calendars/setDefaultAlarms',
    input: ({ calendar }) => ({ calendar, timed: [{ minutesBefore: 10, method: 'push' }] }),
    outcomes: each(OK, OK, OK, OK, NO, UNSEEN, OUT),
  },
  {
    action: 'calendars/updateCalendarSettings',
    input: ({ calendar }) => ({ calendar, hidden: true, color: 'pink' }),
    outcomes: each(OK, OK, OK, OK, OK, UNSEEN, OUT),
  },
  {
    action: 'calendars/createFeed',
    input: ({ calendar }) => ({ calendar, level: 'busy' }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'calendars/revokeFeed',
    input: ({ feeds }) => ({ feed: feeds.full.id }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
]
