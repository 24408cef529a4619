import { each, type Operation, OUT, UNSEEN } from './outcomes'
import type { Scenario } from './scenario'

/** Actions of administrators. For all other users they do not exist. */
const THEIRS = each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT)

const toUser = ({ ids }: Scenario) => ({ user: ids.stranger })

export const INSTANCE: Operation[] = [
  {
    action: 'instance/updateInstance',
    input: () => ({ registration: 'open', version: 1 }),
    outcomes: THEIRS,
  },
  { action: 'instance/suspendUser', input: toUser, outcomes: THEIRS },
  { action: 'instance/unsuspendUser', input: toUser, outcomes: THEIRS },
  { action: 'instance/endSessions', input: toUser, outcomes: THEIRS },
  { action: 'instance/sendResetLink', input: toUser, outcomes: THEIRS },
  {
    action: 'instance/setInstanceAdmin',
    input: ({ ids }, role) => ({ user: role === 'nobody' ? ids.stranger : ids[role], admin: true }),
    outcomes: THEIRS,
  },
  {
    action: 'instance/withdrawInvitation',
    input: ({ invitation }) => ({ invitation: invitation.id }),
    outcomes: THEIRS,
  },
  { action: 'instance/retryJob', input: ({ job }) => ({ job }), outcomes: THEIRS },
  { action: 'instance/releaseJob', input: ({ job }) => ({ job }), outcomes: THEIRS },
  { action: 'instance/dropJob', input: ({ job }) => ({ job }), outcomes: THEIRS },
  { action: 'instance/retryDelivery', input: ({ delivery }) => ({ delivery }), outcomes: THEIRS },
]
