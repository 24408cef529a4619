import { createHash } from 'node:crypto'
import { db } from '@/db/client'
import { recordAttempt } from '@/lib/access/attempts'
import { decryptCredentials } from '@/lib/access/credentials'
import { grant } from '@/lib/access/grant'
import type { ConnectionRow } from '@/lib/access/nouns/connection'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { discover } from '@/lib/connectors/caldav'
import { ConnectorError, type ConnectorProblem, UnexpectedResponse } from '@/lib/connectors/connector'
import { AppError, fieldError } from '@/lib/errors'
import { timeoutSignal } from '@/lib/outgoing/timeout-signal'
import { caldavConnection } from '@/lib/queries/connections'
import {
  type CaldavCredentials,
  type CaldavProblem,
  caldavAccountName,
  connectCaldav,
} from '@/lib/schemas/caldav'
import { MAX_ACCOUNT_LENGTH } from '@/lib/schemas/connections'
import { parseInput } from '@/lib/schemas/parse-input'
import { currentUser } from './actor'
import { connect } from './connections'

/** Maximum number of attempts of a user, so that the server cannot be used to guess passwords or to scan networks. */
const MAX_ATTEMPTS = 20
const MAX_ATTEMPTS_MINUTES = 15

/** Maximum time to find the calendars of an account. */
const TIMEOUT_MS = 45_000

/**
 * Connects a CalDAV account with the password that the user has entered, or gives a connected one a new password: it
 * keeps its address and user name, if these can be decrypted.
 */
export async function connectCaldavAccount(
  raw: unknown,
  signal: AbortSignal,
): Promise<{ connection: string } | { problem: CaldavProblem }> {
  const user = await currentUser()
  if (!user) throw new AppError('SIGNED_OUT')
  const { connection: id, ...entered } = parseInput(connectCaldav, raw)
  const known = id ? await caldavLogin(user.id, id) : null
  const { address, username } = known?.login ?? entered
  const credentials = { address: address.trim(), username: username.trim(), password: entered.password }
  for (const field of ['address', 'username', 'password'] as const)
    if (!credentials[field]) throw fieldError(field, 'required')
  await recordAttempt([{ by: `caldav:${user.id}`, max: MAX_ATTEMPTS, minutes: MAX_ATTEMPTS_MINUTES }])
  try {
    const found = await discover(credentials, timeoutSignal(TIMEOUT_MS, signal))
    const name = await accountName(user.id, found)
    // Otherwise, calendars of one account would be synced with calendars of another account.
    if (known && !known.login && ![name, longAccountName(found)].includes(known.account))
      return { problem: 'other-account' }
    const account = known?.account ?? name
    const stored = { ...credentials, home: found.home } satisfies CaldavCredentials
    return { connection: await connect(user.id, { kind: 'caldav', account, credentials: stored }) }
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    return { problem }
  }
}

/** Returns the name of an account, with the path of its calendars if an account of another server has the same name. */
async function accountName(userId: string, found: { account: string; home: string }): Promise<string> {
  const name = toStorableName(caldavAccountName(found.account, new URL(found.home).host))
  const known = await caldavConnection(db, userId, name)
  const credentials =
    known && (decryptCredentials(known, credentialsContext(known.id)) as CaldavCredentials | null)
  const isOther = credentials?.home && pathOf(credentials.home) !== pathOf(found.home)
  return isOther ? longAccountName(found) : name
}

function longAccountName({ account, home }: { account: string; home: string }): string {
  return toStorableName(caldavAccountName(account, new URL(home).host + pathOf(home)))
}

/** Shortens a name that is too long. A hash of it keeps different names apart. */
function toStorableName(name: string): string {
  if (name.length <= MAX_ACCOUNT_LENGTH) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  const start = name.slice(0, MAX_ACCOUNT_LENGTH - 10).replace(/[\ud800-\udbff]$/, '')
  return `${start}… ${hash}`
}

function pathOf(home: string): string {
  return new URL(home).pathname.replace(/\/$/, '')
}

/**
 * The name of a connected account, and what it was connected with except its password; null if it cannot be decrypted.
 */
export interface KnownCaldavAccount {
  account: string
  login: Pick<CaldavCredentials, 'address' | 'username'> | null
}

/** @throws AppError NOT_FOUND */
export async function caldavLogin(userId: string, id: string): Promise<KnownCaldavAccount> {
  const row = await ownConnection(userId, id)
  const credentials = decryptCredentials(row, credentialsContext(id)) as CaldavCredentials | null
  const login = credentials && { address: credentials.address, username: credentials.username }
  return { account: row.account, login }
}

async function ownConnection(userId: string, id: string): Promise<ConnectionRow> {
  const actor = { kind: 'user', id: userId } as const
  const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'connection', id))
  if (row.kind !== 'caldav') throw new AppError('NOT_FOUND')
  return row
}

function problemOf(error: unknown): CaldavProblem | undefined {
  if (error instanceof AppError) return error.detail.fields?.account ? 'too-many' : undefined
  if (error instanceof UnexpectedResponse) return error.reason === 'redirects' ? 'redirects' : 'unexpected'
  if (error instanceof ConnectorError) return PROBLEMS[error.problem] ?? 'not-caldav'
  return error instanceof DOMException && error.name === 'TimeoutError' ? 'unreachable' : undefined
}

const PROBLEMS: Partial<Record<ConnectorProblem, CaldavProblem>> = {
  'sign-in-needed': 'wrong-password',
  forbidden: 'forbidden',
  'private-target': 'private-target',
  'bad-certificate': 'bad-certificate',
  'rate-limited': 'busy',
  unreachable: 'unreachable',
  'too-large': 'unexpected',
}
