import { randomUUID } from 'node:crypto'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { OUTBOX_COMMANDS } from '@/lib/offline/outbox-entry'
import { ALARMS } from './alarms'
import { EVENTS } from './events'
import { NOTIFICATIONS } from './notifications'
import { bySession, type Endpoint, OK, type Outcomes } from './outcomes'
import { PUSH } from './push'
import { CLIENT_ROLES } from './scenario'

const NAMES = [
  ...[...OUTBOX_COMMANDS, 'snoozeAlarm', 'dismissAlarm'],
  ...['acceptEventInvitation', 'declineEventInvitation', 'markNotificationsRead', 'subscribePush'],
]

/** Commands by HTTP: the same outcomes as their server actions, as statuses. */
export const COMMAND_ENDPOINTS: Endpoint[] = [
  ...NAMES.map((name): Endpoint => {
    const operation = [...EVENTS, ...ALARMS, ...NOTIFICATIONS, ...PUSH].find(
      ({ action, variant }) => action.endsWith(`/${name}`) && !variant,
    )!
    return {
      file: 'api/commands/[name]/route.ts',
      method: 'POST',
      path: () => `/api/commands/${name}`,
      body: (scenario) => ({ input: operation.input(scenario, 'owner'), key: randomUUID() }),
      status: statusesOf(operation.outcomes),
    }
  }),
  {
    file: 'api/commands/[name]/route.ts',
    method: 'POST',
    path: () => '/api/commands/setPassword',
    body: () => ({ input: {}, key: randomUUID() }),
    status: bySession('404', '404'),
  },
  {
    file: 'api/commands/[name]/route.ts',
    method: 'POST',
    path: () => '/api/commands/deleteEvent',
    body: ({ event }) => ({ input: { id: event } }),
    status: bySession('400', '400'),
  },
]

function statusesOf(outcomes: Outcomes): Outcomes {
  const status = (outcome: string) => (outcome === OK ? '200' : String(ERRORS[outcome as ErrorCode]))
  return Object.fromEntries(CLIENT_ROLES.map((role) => [role, status(outcomes[role])])) as Outcomes
}
