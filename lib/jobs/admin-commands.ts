import { rotateKeys } from '@/lib/commands/encryption-keys'
import * as instance from '@/lib/commands/instance'
import * as jobQueue from '@/lib/commands/job-queue'
import { execute } from '@/lib/commands/pipeline/execute'
import { resetPassword } from '@/lib/commands/users'
import { listAuditLog } from '@/lib/queries/instance/audit-log'
import { listAllCalendars, listAllEvents } from '@/lib/queries/instance/content'
import { loadHealth } from '@/lib/queries/instance/health'
import { listDeliveries, listFaults, listJobs, listReceivedMails } from '@/lib/queries/instance/lists'
import { listAllGroups, listAllInvitations, listUsers } from '@/lib/queries/instance/people'
import { REGISTRATION_POLICIES } from '@/lib/schemas/choices'
import {
  idCommand,
  listCommand,
  readAsShell,
  SHELL_ACTOR,
  type ShellCommand,
  userCommand,
  userIdByEmail,
  VIA_SHELL,
} from './shell-command'

export const COMMANDS: Record<string, ShellCommand> = {
  health: {
    usage: '',
    argumentCount: [0, 0],
    description: 'shows server health: counts, waiting jobs, errors',
    run: async () => ({ data: await readAsShell(loadHealth) }),
  },
  users: listCommand('users', listUsers, [
    'name',
    'email',
    'admin',
    'suspended',
    'groups',
    'createdAt',
    'lastUsed',
  ]),
  groups: listCommand('groups', listAllGroups, ['id', 'name', 'members', 'owners', 'createdAt']),
  calendars: listCommand('calendars', listAllCalendars, [
    'id',
    'name',
    'owner',
    'events',
    'shares',
    'createdAt',
  ]),
  events: listCommand('events', listAllEvents, ['id', 'calendar', 'creator', 'kind', 'from']),
  invitations: listCommand('invitations', listAllInvitations, [
    'id',
    'group',
    'email',
    'by',
    'state',
    'uses',
    'expires',
  ]),
  jobs: listCommand('jobs', listJobs, ['id', 'name', 'state', 'attempts', 'runAt', 'error']),
  deliveries: listCommand('deliveries', listDeliveries, ['id', 'address', 'template', 'outcome', 'error']),
  received: listCommand('received', listReceivedMails, ['at', 'outcome', 'reason', 'event']),
  errors: listCommand('faults', listFaults, ['firstSeen', 'place', 'message']),
  audit: listCommand('audit', listAuditLog, ['at', 'command', 'by', 'about', 'before', 'after']),
  suspend: userCommand('suspends an account and ends its sessions', async (user) =>
    execute(SHELL_ACTOR, instance.suspendUser, { user }, VIA_SHELL),
  ),
  unsuspend: userCommand('lets a suspended account sign in again', async (user) =>
    execute(SHELL_ACTOR, instance.unsuspendUser, { user }, VIA_SHELL),
  ),
  'end-sessions': userCommand('signs a user out on all devices', async (user) =>
    execute(SHELL_ACTOR, instance.endSessions, { user }, VIA_SHELL),
  ),
  'make-admin': userCommand('makes a user an administrator (/admin)', async (user) =>
    execute(SHELL_ACTOR, instance.setInstanceAdmin, { user, admin: true }, VIA_SHELL),
  ),
  'unmake-admin': userCommand('removes administrator rights', async (user) =>
    execute(SHELL_ACTOR, instance.setInstanceAdmin, { user, admin: false }, VIA_SHELL),
  ),
  'reset-password': {
    usage: '<e-mail>',
    argumentCount: [1, 1],
    description: 'sets a new password and ends all sessions',
    run: async ([email]) => {
      await userIdByEmail(email!)
      const { result } = await execute(SHELL_ACTOR, resetPassword, { email }, VIA_SHELL)
      return {
        data: result,
        text: `The new password of ${email} is ${result.password}\nAll their sessions have ended.`,
      }
    },
  },
  registration: {
    usage: `[${REGISTRATION_POLICIES.join('|')}]`,
    argumentCount: [0, 1],
    description: 'shows or sets who may sign up: anyone, people with an invitation, no one',
    run: async ([registration]) => {
      const current = await readAsShell(async (_, { row }) => row)
      if (registration)
        await execute(
          SHELL_ACTOR,
          instance.updateInstance,
          { registration, version: current.version },
          VIA_SHELL,
        )
      const updated = registration ?? current.registration
      return { data: { registration: updated }, text: `Registration is ${updated}.` }
    },
  },
  'rotate-keys': {
    usage: '',
    argumentCount: [0, 0],
    description: 'encrypts the credentials of connected accounts with the first ENCRYPTION_KEY',
    run: async () => {
      const { result } = await execute(SHELL_ACTOR, rotateKeys, {}, VIA_SHELL)
      const unreadable = result.unreadable
        ? `\nUnreadable, since their key is missing: ${result.unreadable}. Their users have to connect again.`
        : '\nFormer keys can be removed from ENCRYPTION_KEY now.'
      return { data: result, text: `Encrypted with the first key: ${result.rotated}.${unreadable}` }
    },
  },
  'revoke-invitation': idCommand('revokes an invitation', (invitation) =>
    execute(SHELL_ACTOR, instance.withdrawInvitation, { invitation }, VIA_SHELL),
  ),
  'retry-job': idCommand('runs a job now, with its full number of attempts', (job) =>
    execute(SHELL_ACTOR, jobQueue.retryJob, { job }, VIA_SHELL),
  ),
  'release-job': idCommand('takes a running job from its worker, so that another one runs it', (job) =>
    execute(SHELL_ACTOR, jobQueue.releaseJob, { job }, VIA_SHELL),
  ),
  'drop-job': idCommand('deletes a job', (job) => execute(SHELL_ACTOR, jobQueue.dropJob, { job }, VIA_SHELL)),
  'retry-delivery': idCommand('retries a failed delivery', (delivery) =>
    execute(SHELL_ACTOR, jobQueue.retryDelivery, { delivery }, VIA_SHELL),
  ),
}
