import { each, NO, OK, type Operation, OUT, UNSEEN } from './outcomes'

export const TRASH: Operation[] = [
  {
    action: 'trash/restore',
    about: 'an event',
    input: ({ trashed }) => ({ event: trashed.event }),
    outcomes: each(OK, OK, OK, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'trash/restore',
    about: 'a calendar',
    input: ({ trashed }) => ({ calendar: trashed.calendar }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'trash/restore',
    about: 'what was not deleted',
    input: ({ event }) => ({ event }),
    outcomes: each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'trash/deletePermanently',
    about: 'an event',
    input: ({ trashed }) => ({ event: trashed.event }),
    outcomes: each(OK, OK, NO, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'trash/deletePermanently',
    about: 'a calendar',
    input: ({ trashed }) => ({ calendar: trashed.calendar }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'trash/deletePermanently',
    about: 'what was not deleted',
    input: ({ calendar }) => ({ calendar }),
    outcomes: each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
]
