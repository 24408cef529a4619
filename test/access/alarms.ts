import { byRole, FORBIDDEN, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

export const ALARMS: Operation[] = [
  {
    action: 'alarms/setDefaultAlarms',
    input: ({ calendar }) => ({ calendar, timed: [{ minutesBefore: 10, method: 'push' }] }),
    outcomes: byRole(OK, OK, OK, OK, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'alarms/setUserDefaultAlarms',
    input: () => ({ timed: [{ minutesBefore: 10, method: 'email' }] }),
    outcomes: OK_IF_SIGNED_IN,
  },
]
