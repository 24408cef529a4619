import { randomUUID } from 'node:crypto'
import { ALL_OK, byRole, FORBIDDEN, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'
import { PASSWORD } from './scenario'

export const USERS: Operation[] = [
  {
    action: 'users/signUp',
    input: () => ({ name: 'New', email: `${randomUUID()}@example.org`, password: PASSWORD }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
  },
  {
    action: 'users/signIn',
    input: ({ emails }, role) => ({
      email: emails[role === 'nobody' ? 'stranger' : role],
      password: PASSWORD,
    }),
    outcomes: ALL_OK,
  },
  {
    action: 'users/updateProfile',
    input: () => ({ weekStart: 7, birthday: '1990-04-12' }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'users/signOut',
    input: () => undefined,
    outcomes: byRole('redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect'),
  },
  {
    // Without the password. Deletion is tested in e2e/leaving.spec.ts.
    action: 'users/deleteAccount',
    input: () => ({ proof: 'not the password', plan: 'x' }),
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', SIGNED_OUT),
  },
]
