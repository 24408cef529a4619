import { byRole, NOT_FOUND, type Operation, SIGNED_OUT } from './outcomes'
import type { Scenario } from './scenario'

/** These actions exist for administrators of the instance only, and none of the seven roles (ROLES) is one. */
const ADMINISTRATORS_ONLY = byRole(
  NOT_FOUND,
  NOT_FOUND,
  NOT_FOUND,
  NOT_FOUND,
  NOT_FOUND,
  NOT_FOUND,
  SIGNED_OUT,
)

const strangerInput = ({ ids }: Scenario) => ({ user: ids.stranger })

export const INSTANCE: Operation[] = [
  {
    action: 'instance/updateInstance',
    input: () => ({ registration: 'open', version: 1 }),
    outcomes: ADMINISTRATORS_ONLY,
  },
  { action: 'instance/suspendUser', input: strangerInput, outcomes: ADMINISTRATORS_ONLY },
  { action: 'instance/unsuspendUser', input: strangerInput, outcomes: ADMINISTRATORS_ONLY },
  { action: 'instance/endSessions', input: strangerInput, outcomes: ADMINISTRATORS_ONLY },
  { action: 'instance/sendResetLink', input: strangerInput, outcomes: ADMINISTRATORS_ONLY },
  {
    action: 'instance/setInstanceAdmin',
    // Users try to make themselves administrators.
    input: ({ ids }, role) => ({ user: role === 'nobody' ? ids.stranger : ids[role], admin: true }),
    outcomes: ADMINISTRATORS_ONLY,
  },
  {
    action: 'instance/withdrawInvitation',
    input: ({ invitation }) => ({ invitation: invitation.id }),
    outcomes: ADMINISTRATORS_ONLY,
  },
  { action: 'instance/retryJob', input: ({ job }) => ({ job }), outcomes: ADMINISTRATORS_ONLY },
  { action: 'instance/releaseJob', input: ({ job }) => ({ job }), outcomes: ADMINISTRATORS_ONLY },
  { action: 'instance/dropJob', input: ({ job }) => ({ job }), outcomes: ADMINISTRATORS_ONLY },
  {
    action: 'instance/retryDelivery',
    input: ({ delivery }) => ({ delivery }),
    outcomes: ADMINISTRATORS_ONLY,
  },
  {
    action: 'instance/resendReminder',
    input: ({ dueAlarm }) => ({ reminder: dueAlarm }),
    outcomes: ADMINISTRATORS_ONLY,
  },
]
