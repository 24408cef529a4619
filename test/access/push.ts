import { randomUUID } from 'node:crypto'
import { byRole, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

/** The device of the scenario is the owner's. */
const OWNER_ONLY = byRole(OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

export const PUSH: Operation[] = [
  {
    action: 'push/subscribePush',
    input: () => ({
      endpoint: `https://push.example.org/${randomUUID()}`,
      keys: { p256dh: `BA${'x'.repeat(85)}`, auth: 'x'.repeat(22) },
    }),
    outcomes: OK_IF_SIGNED_IN,
  },
  { action: 'push/unsubscribePush', input: ({ device }) => ({ device }), outcomes: OWNER_ONLY },
  { action: 'push/sendTestPush', input: ({ device }) => ({ device }), outcomes: OWNER_ONLY },
]
