import { each, OK, type Operation, OUT, SIGNED_IN, UNSEEN } from './outcomes'
import { PASSWORD } from './scenario'

/** Neither mail nor Google is configured in this test. */
const OFF = each(...(Array(7).fill('UNAVAILABLE') as Parameters<typeof each>))
const AWAY = each(...(Array(7).fill('redirect') as Parameters<typeof each>))
const UNKNOWN_LINK = each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT)
const token = 'x'.repeat(32)

export const SECURITY: Operation[] = [
  {
    action: 'security/sendLink',
    input: ({ emails }) => ({ email: emails.owner, purpose: 'reset' }),
    outcomes: OFF,
  },
  { action: 'security/signInByLink', input: () => ({ token }), outcomes: UNKNOWN_LINK },
  {
    action: 'security/resetByLink',
    input: () => ({ token, password: PASSWORD }),
    outcomes: UNKNOWN_LINK,
  },
  { action: 'security/verifyAddress', input: () => ({ token }), outcomes: UNKNOWN_LINK },
  { action: 'security/sendVerification', input: () => undefined, outcomes: SIGNED_IN },
  {
    action: 'security/changeEmail',
    about: 'to what it is',
    input: ({ emails }, role) => ({
      email: emails[role === 'nobody' ? 'stranger' : role],
      current: PASSWORD,
    }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'security/changeEmail',
    about: 'to another’s',
    input: ({ emails }, role) => ({
      email: emails[role === 'stranger' ? 'owner' : 'stranger'],
      current: PASSWORD,
    }),
    outcomes: each('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', OUT),
  },
  {
    action: 'security/changePassword',
    input: () => ({ current: PASSWORD, password: PASSWORD }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'security/endSession',
    about: 'of the owner',
    input: ({ session }) => ({ session }),
    outcomes: each(OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  { action: 'security/endOtherSessions', input: () => undefined, outcomes: SIGNED_IN },
  { action: 'security/continueWithGoogle', input: () => undefined, outcomes: AWAY },
  {
    action: 'security/connectGoogle',
    input: () => ({ current: PASSWORD }),
    outcomes: OFF,
  },
  {
    action: 'security/disconnectGoogle',
    input: () => ({ current: PASSWORD }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'security/disconnectGoogle',
    about: 'without the password',
    input: () => ({ current: 'not the password' }),
    outcomes: each('INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID', OUT),
  },
]
