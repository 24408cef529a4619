import { byRole, FORBIDDEN, NOT_FOUND, OK, type Operation, SIGNED_OUT } from './outcomes'

export const TRASH: Operation[] = [
  {
    action: 'trash/restore',
    variant: 'an event',
    input: ({ trashed }) => ({ event: trashed.event }),
    outcomes: byRole(OK, OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'trash/restore',
    variant: 'a calendar',
    input: ({ trashed }) => ({ calendar: trashed.calendar }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'trash/restore',
    variant: 'not deleted',
    input: ({ event }) => ({ event }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'trash/deletePermanently',
    variant: 'an event',
    input: ({ trashed }) => ({ event: trashed.event }),
    outcomes: byRole(OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'trash/deletePermanently',
    variant: 'a calendar',
    input: ({ trashed }) => ({ calendar: trashed.calendar }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'trash/deletePermanently',
    variant: 'not deleted',
    input: ({ calendar }) => ({ calendar }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]
