import { db, type Tx } from '@/db/client'
import { type Grant, grant } from '@/lib/access/grant'
import * as instance from '@/lib/commands/instance'
import * as jobQueue from '@/lib/commands/job-queue'
import { execute } from '@/lib/commands/pipeline/execute'
import { resetPassword } from '@/lib/commands/users'
import { AppError } from '@/lib/errors'
import { calendars, events } from '@/lib/queries/instance/content'
import { health } from '@/lib/queries/instance/health'
import { groups, invitations, userByEmail, users } from '@/lib/queries/instance/people'
import { auditLog, deliveries, faults, jobs } from '@/lib/queries/instance/work'
import { ADMIN_FILTERS, type AdminList, type ListPage, listQuery } from '@/lib/schemas/admin-lists'
import { REGISTRATION_POLICIES } from '@/lib/schemas/choices'
import { email as address } from '@/lib/schemas/text'

/** Has administrator rights, since a user of the shell has full access to the machine anyway. */
const SHELL = { kind: 'job', name: 'admin' } as const
const VIA = { origin: 'job' } as const

/** Error in the arguments of a shell command. */
export class UsageError extends Error {}

interface ShellCommand {
  /** Arguments as the usage shows them, and their number. */
  with: string
  takes: [min: number, max: number]
  about: string
  /** Columns of a list to print. */
  columns?: readonly string[]
  run(args: string[], is?: string): Promise<{ data: unknown; text?: string }>
}

export const COMMANDS: Record<string, ShellCommand> = {
  health: {
    with: '',
    takes: [0, 0],
    about: 'shows server health: counts, waiting jobs, errors',
    run: async () => ({ data: await readAsAdministrator(health) }),
  },
  users: list('users', users, ['name', 'email', 'admin', 'suspended', 'groups', 'createdAt', 'lastUsed']),
  groups: list('groups', groups, ['id', 'name', 'members', 'owners', 'createdAt']),
  calendars: list('calendars', calendars, ['id', 'name', 'owner', 'events', 'shares', 'createdAt']),
  events: list('events', events, ['id', 'calendar', 'creator', 'kind', 'from']),
  invitations: list('invitations', invitations, ['id', 'group', 'email', 'by', 'state', 'uses', 'expires']),
  jobs: list('jobs', jobs, ['id', 'name', 'state', 'attempts', 'runAt', 'error']),
  deliveries: list('deliveries', deliveries, ['id', 'address', 'template', 'outcome', 'error']),
  errors: list('faults', faults, ['firstSeen', 'place', 'message']),
  audit: list('audit', auditLog, ['at', 'command', 'by', 'about', 'before', 'after']),
  suspend: toUser('suspends an account and ends its sessions', async (user) =>
    execute(SHELL, instance.suspendUser, { user }, VIA),
  ),
  unsuspend: toUser('lets a suspended account sign in again', async (user) =>
    execute(SHELL, instance.unsuspendUser, { user }, VIA),
  ),
  'end-sessions': toUser('signs a user out on all devices', async (user) =>
    execute(SHELL, instance.endSessions, { user }, VIA),
  ),
  'make-admin': toUser('makes a user an administrator (/admin)', async (user) =>
    execute(SHELL, instance.setInstanceAdmin, { user, admin: true }, VIA),
  ),
  'unmake-admin': toUser('removes administrator rights', async (user) =>
    execute(SHELL, instance.setInstanceAdmin, { user, admin: false }, VIA),
  ),
  'reset-password': {
    with: '<e-mail>',
    takes: [1, 1],
    about: 'sets a new password and ends all sessions',
    run: async ([email]) => {
      await idOf(email!)
      const { result } = await execute(SHELL, resetPassword, { email }, VIA)
      return {
        data: result,
        text: `The new password of ${email} is ${result.password}\nAll their sessions have ended.`,
      }
    },
  },
  registration: {
    with: `[${REGISTRATION_POLICIES.join('|')}]`,
    takes: [0, 1],
    about: 'shows or sets who may sign up: anyone, people with an invitation, no one',
    run: async ([registration]) => {
      const now = await readAsAdministrator(async (_, { row }) => row)
      if (registration)
        await execute(SHELL, instance.updateInstance, { registration, version: now.version }, VIA)
      const updated = registration ?? now.registration
      return { data: { registration: updated }, text: `Registration is ${updated}.` }
    },
  },
  'revoke-invitation': byId('withdraws an invitation', (invitation) =>
    execute(SHELL, instance.withdrawInvitation, { invitation }, VIA),
  ),
  'retry-job': byId('runs a job now, with its full number of attempts', (job) =>
    execute(SHELL, jobQueue.retryJob, { job }, VIA),
  ),
  'release-job': byId('takes a running job from its worker, so that another one runs it', (job) =>
    execute(SHELL, jobQueue.releaseJob, { job }, VIA),
  ),
  'drop-job': byId('deletes a job', (job) => execute(SHELL, jobQueue.dropJob, { job }, VIA)),
  'retry-delivery': byId('retries a failed delivery', (delivery) =>
    execute(SHELL, jobQueue.retryDelivery, { delivery }, VIA),
  ),
}

const LIST_LABELS: Partial<Record<AdminList, string>> = {
  faults: 'errors',
  audit: 'actions of administrators',
}

/** Defines a command that lists entities. */
function list(
  name: AdminList,
  read: (
    tx: Tx,
    administration: Grant<'read', 'administration'>,
    query: { q?: string; is?: string },
  ) => Promise<ListPage<object>>,
  columns: readonly string[],
): ShellCommand {
  const filters: readonly string[] = ADMIN_FILTERS[name]
  return {
    with: ['[words]', ...(filters.length ? [`[--is ${filters.join('|')}]`] : [])].join(' '),
    takes: [0, 9],
    about: `lists the latest ${LIST_LABELS[name] ?? name}`,
    columns,
    run: async (words, is) => {
      if (is !== undefined && !filters.includes(is))
        throw new UsageError(`--is takes ${filters.join(', ') || 'nothing'} here.`)
      const query = listQuery.parse({ q: words.join(' ') || undefined, is })
      const { rows } = await readAsAdministrator((tx, administration) => read(tx, administration, query))
      return { data: rows }
    },
  }
}

/** Defines a command for the user with an e-mail address. */
function toUser(about: string, act: (user: string) => Promise<{ changeset: string | null }>): ShellCommand {
  return {
    with: '<e-mail>',
    takes: [1, 1],
    about,
    run: async ([email]) => describeOutcome(await act(await idOf(email!))),
  }
}

/** Defines a command for an entity by id. */
function byId(about: string, act: (id: string) => Promise<{ changeset: string | null }>): ShellCommand {
  return { with: '<id>', takes: [1, 1], about, run: async ([id]) => describeOutcome(await act(id!)) }
}

function describeOutcome({ changeset }: { changeset: string | null }) {
  return { data: { changed: changeset !== null }, text: changeset ? 'Done.' : 'Nothing to change.' }
}

async function idOf(email: string): Promise<string> {
  const id = await readAsAdministrator((tx, administration) =>
    userByEmail(tx, administration, address.safeParse(email).data ?? email),
  )
  if (!id) throw new AppError('NOT_FOUND', { data: { email } })
  return id
}

/** Runs a query of administrators. */
function readAsAdministrator<R>(
  read: (tx: Tx, administration: Grant<'read', 'administration'>) => Promise<R>,
): Promise<R> {
  return db.transaction(async (tx) => read(tx, await grant(tx, SHELL, 'read', 'administration', null)))
}
