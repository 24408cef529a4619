import { db, type Tx } from '@/db/client'
import { type Grant, grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { findUserByEmail } from '@/lib/queries/instance/people'
import { ADMIN_FILTERS, type AdminList, type ListPage, listQuery } from '@/lib/schemas/admin-lists'
import { email as address } from '@/lib/schemas/email'

/** Has administrator rights, since a user of the shell has full access to the machine anyway. */
export const SHELL_ACTOR = { kind: 'job', name: 'admin' } as const
export const VIA_SHELL = { origin: 'job' } as const

/** Error in the arguments of a shell command. */
export class UsageError extends Error {}

export interface ShellCommand {
  /** The arguments as the usage shows them. */
  usage: string
  /** The number of arguments. */
  argumentCount: [min: number, max: number]
  description: string
  /** Columns of a list to print. */
  columns?: readonly string[]
  run(args: string[], is?: string): Promise<{ data: unknown; text?: string }>
}

const LIST_LABELS: Partial<Record<AdminList, string>> = {
  faults: 'errors',
  audit: 'actions of administrators',
}

/** Defines a command that lists entities. */
export function listCommand(
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
    usage: ['[words]', ...(filters.length ? [`[--is ${filters.join('|')}]`] : [])].join(' '),
    argumentCount: [0, 9],
    description: `lists the latest ${LIST_LABELS[name] ?? name}`,
    columns,
    run: async (words, is) => {
      if (is !== undefined && !filters.includes(is))
        throw new UsageError(`--is takes ${filters.join(', ') || 'nothing'} here.`)
      const query = listQuery.parse({ q: words.join(' ') || undefined, is })
      const { rows } = await readAsShell((tx, administration) => read(tx, administration, query))
      return { data: rows }
    },
  }
}

/** Defines a command that takes the e-mail address of a user. */
export function userCommand(
  description: string,
  act: (user: string) => Promise<{ changeset: string | null }>,
): ShellCommand {
  return {
    usage: '<e-mail>',
    argumentCount: [1, 1],
    description,
    run: async ([email]) => describeOutcome(await act(await userIdByEmail(email!))),
  }
}

/** Defines a command that takes the id of an entity. */
export function idCommand(
  description: string,
  act: (id: string) => Promise<{ changeset: string | null }>,
): ShellCommand {
  return {
    usage: '<id>',
    argumentCount: [1, 1],
    description,
    run: async ([id]) => describeOutcome(await act(id!)),
  }
}

function describeOutcome({ changeset }: { changeset: string | null }) {
  return { data: { changed: changeset !== null }, text: changeset ? 'Done.' : 'Nothing to change.' }
}

export async function userIdByEmail(email: string): Promise<string> {
  const id = await readAsShell((tx, administration) =>
    findUserByEmail(tx, administration, address.safeParse(email).data ?? email),
  )
  if (!id) throw new AppError('NOT_FOUND', { data: { email } })
  return id
}

/** Runs a query of administrators. */
export function readAsShell<R>(
  read: (tx: Tx, administration: Grant<'read', 'administration'>) => Promise<R>,
): Promise<R> {
  return db.transaction(async (tx) => read(tx, await grant(tx, SHELL_ACTOR, 'read', 'administration', null)))
}
