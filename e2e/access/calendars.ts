import { each, NO, OK, type Operation, OUT, SIGNED_IN, UNSEEN } from './outcomes'

export const CALENDARS: Operation[] = [
  { action: 'calendars/createCalendar', input: () => ({ name: 'Mine' }), outcomes: SIGNED_IN },
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
