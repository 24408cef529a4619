import { byRole, FORBIDDEN, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

const MEMBERS_ONLY = byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

/** The reminder of the scenario is the viewer's. */
const VIEWER_ONLY = byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

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
  {
    action: 'layers/setEventAlarms',
    input: ({ event }) => ({ id: event, alarms: [{ minutesBefore: 10, method: 'email' }] }),
    outcomes: MEMBERS_ONLY,
  },
  {
    action: 'layers/setEventAlarms',
    variant: 'of a private event',
    input: ({ privateEvent }) => ({ id: privateEvent, alarms: null }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'layers/setLayer',
    input: ({ event }) => ({ id: event, patch: { color: 'pink', note: 'Bring cake', hidden: false } }),
    outcomes: MEMBERS_ONLY,
  },
  {
    action: 'layers/setLayer',
    variant: 'of an event that is hidden from the admin',
    input: ({ hidden }) => ({ id: hidden.id, patch: { muted: true } }),
    outcomes: byRole(OK, NOT_FOUND, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'alarms/snoozeAlarm',
    input: ({ reminder }) => ({ notification: reminder, until: '5' }),
    outcomes: VIEWER_ONLY,
  },
  {
    action: 'alarms/dismissAlarm',
    input: ({ reminder }) => ({ notification: reminder }),
    outcomes: VIEWER_ONLY,
  },
]
