import { byRole, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'
import { PASSWORD } from './scenario'

/** Neither mail nor Google is configured in this test. */
const NOT_CONFIGURED = byRole(...(Array(7).fill('UNAVAILABLE') as Parameters<typeof byRole>))
const REDIRECT = byRole(...(Array(7).fill('redirect') as Parameters<typeof byRole>))
const UNKNOWN_LINK = byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT)
const token = 'x'.repeat(32)

export const SECURITY: Operation[] = [
  {
    action: 'security/sendLink',
    input: ({ emails }) => ({ email: emails.owner, purpose: 'reset' }),
    outcomes: NOT_CONFIGURED,
  },
  { action: 'security/signInByLink', input: () => ({ token }), outcomes: UNKNOWN_LINK },
  {
    action: 'security/resetByLink',
    input: () => ({ token, password: PASSWORD }),
    outcomes: UNKNOWN_LINK,
  },
  { action: 'security/verifyAddress', input: () => ({ token }), outcomes: UNKNOWN_LINK },
  { action: 'security/sendVerification', input: () => undefined, outcomes: OK_IF_SIGNED_IN },
  {
    action: 'security/changeEmail',
    variant: 'to the current address',
    input: ({ emails }, role) => ({
      email: emails[role === 'nobody' ? 'stranger' : role],
      current: PASSWORD,
    }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'security/changeEmail',
    variant: 'to the address of another account',
    input: ({ emails }, role) => ({
      email: emails[role === 'stranger' ? 'owner' : 'stranger'],
      current: PASSWORD,
    }),
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', SIGNED_OUT),
  },
  {
    action: 'security/changePassword',
    input: () => ({ current: PASSWORD, password: PASSWORD }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'security/endSession',
    variant: 'of the owner',
    input: ({ session }) => ({ session }),
    outcomes: byRole(OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  { action: 'security/endOtherSessions', input: () => undefined, outcomes: OK_IF_SIGNED_IN },
  { action: 'security/continueWithGoogle', input: () => undefined, outcomes: REDIRECT },
  {
    action: 'security/connectGoogle',
    input: () => ({ current: PASSWORD }),
    outcomes: NOT_CONFIGURED,
  },
  {
    action: 'security/disconnectGoogle',
    input: () => ({ current: PASSWORD }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'security/disconnectGoogle',
    variant: 'without the password',
    input: () => ({ current: 'not the password' }),
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', SIGNED_OUT),
  },
]
