import { randomUUID } from 'node:crypto'
import { ALL, each, NO, OK, type Operation, OUT, SIGNED_IN } from './outcomes'
import { PASSWORD } from './scenario'

export const USERS: Operation[] = [
  {
    action: 'users/signUp',
    input: () => ({ name: 'New', email: `${randomUUID()}@example.org`, password: PASSWORD }),
    outcomes: each(NO, NO, NO, NO, NO, NO, OK),
  },
  {
    action: 'users/signIn',
    input: ({ emails }, role) => ({
      email: emails[role === 'nobody' ? 'stranger' : role],
      password: PASSWORD,
    }),
    outcomes: ALL,
  },
  { action: 'users/updateProfile', input: () => ({ weekStart: 7 }), outcomes: SIGNED_IN },
  {
    action: 'users/signOut',
    input: () => undefined,
    outcomes: each('redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect'),
  },
  {
    // Without the password. Deletion is tested in e2e/leaving.spec.ts.
    action: 'users/deleteAccount',
    input: () => ({ proof: 'not the password', plan: 'x' }),
    outcomes: each('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', OUT),
  },
]
