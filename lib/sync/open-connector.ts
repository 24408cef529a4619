import { db } from '@/db/client'
import { decryptCredentials, type EncryptedCredentials } from '@/lib/access/credentials'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import { credentialsContext, replaceCredentials } from '@/lib/commands/rows/connections'
import { birthdaysConnector } from '@/lib/connectors/birthdays'
import { caldavConnector } from '@/lib/connectors/caldav'
import { type Connector, ConnectorError } from '@/lib/connectors/connector'
import type { IssuedTokens } from '@/lib/connectors/google/requests'
import { type HolidayAccess, holidaysConnector } from '@/lib/connectors/holidays'
import { icsConnector } from '@/lib/connectors/ics'
import type { IcsAccess } from '@/lib/connectors/ics/load-ics'
import { microsoftConnector } from '@/lib/connectors/microsoft'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { groupBirthdays } from '@/lib/queries/group-birthdays'
import { ownAddress } from '@/lib/queries/import'
import type { CaldavCredentials } from '@/lib/schemas/caldav'

/** The columns of a connection that its connector is opened with. */
export interface StoredConnection extends EncryptedCredentials {
  id: string
  userId: string
  kind: ConnectionKind
  account: string
  subject: string | null
}

/** Decrypted credentials of an account at Google or Microsoft. */
export interface OAuthCredentials {
  tokens: { access_token: string; refresh_token: string; expiry_date: number }
}

/**
 * Opens the connector of a connection. Tokens that its provider issues are stored.
 * @throws ConnectorError `key-missing` if no key decrypts the credentials
 * @throws AppError NOT_FOUND if its user has left the group whose birthdays it lists
 */
export async function openConnector(connection: StoredConnection): Promise<Connector> {
  const { id, kind } = connection
  if (kind === 'birthdays') return openBirthdays(connection)
  const credentials = decryptCredentials(connection, credentialsContext(id))
  if (!credentials) throw new ConnectorError('key-missing', `no key ${connection.keyId}`)
  if (kind === 'caldav')
    return caldavConnector({
      ...(credentials as CaldavCredentials),
      email: (await ownAddress(db, connection.userId))?.email ?? null,
    })
  let former: EncryptedCredentials | undefined = connection
  const store: StoreCredentials = async (value, consentExpiresAt) => {
    // Undefined: the user has signed in again, and the new tokens replace these ones.
    if (former)
      former = await replaceCredentials(db, id, former, value, consentExpiresAt && { consentExpiresAt })
  }
  return openConnectorWith(kind, credentials, store, connection.subject ?? connection.account)
}

/** Stores credentials that have changed, and when the consent ends if the provider says so. */
type StoreCredentials = (credentials: object, consentExpiresAt: Date | undefined) => Promise<void>

/**
 * Opens a connector with decrypted credentials, such as those of an account that is not stored yet.
 * @param account identifies the account, if it is known
 */
export async function openConnectorWith(
  kind: ConnectionKind,
  credentials: unknown,
  store: StoreCredentials = async () => {},
  account?: string,
): Promise<Connector> {
  switch (kind) {
    case 'google':
      return openGoogle(credentials as OAuthCredentials, store)
    case 'microsoft':
      return openMicrosoft(credentials as OAuthCredentials, store, account)
    case 'caldav':
      return caldavConnector(credentials as CaldavCredentials)
    case 'ics':
      return icsConnector(credentials as IcsAccess)
    case 'holidays':
      return holidaysConnector(credentials as HolidayAccess)
    default:
      throw new ConnectorError('refused', `no connector of ${kind}`)
  }
}

/** Returns when the consent to a Google app in testing ends: its refresh tokens are valid for seven days. */
export function consentExpiryOf({ refresh_token_expires_in }: IssuedTokens, now: number): Date | undefined {
  return refresh_token_expires_in ? new Date(now + refresh_token_expires_in * 1000) : undefined
}

async function openBirthdays({ account, userId }: StoredConnection): Promise<Connector> {
  const group = await groupBirthdays(db, account, userId)
  if (!group) throw new AppError('NOT_FOUND')
  return birthdaysConnector(group)
}

async function openGoogle(credentials: OAuthCredentials, store: StoreCredentials): Promise<Connector> {
  if (!env.google) throw new ConnectorError('unreachable', 'GOOGLE_CLIENT_ID is not set')
  // Loaded with the first Google account: the package takes megabytes of memory.
  const { googleConnector } = await import('@/lib/connectors/google')
  const { id, secret, endpoints } = env.google
  let { tokens } = credentials
  return googleConnector({
    ...{ clientId: id, clientSecret: secret, tokens },
    ...(endpoints && { endpoints }),
    onTokens: async (issued) => {
      tokens = withIssued(tokens, issued)
      await store({ tokens }, consentExpiryOf(issued, Date.now()))
    },
  })
}

async function openMicrosoft(
  { tokens }: OAuthCredentials,
  store: StoreCredentials,
  account: string | undefined,
): Promise<Connector> {
  if (!env.microsoft) throw new ConnectorError('unreachable', 'MICROSOFT_CLIENT_ID is not set')
  const { id, secret, endpoints } = env.microsoft
  return microsoftConnector({
    ...{ clientId: id, clientSecret: secret, endpoints, tokens, ...(account && { account }) },
    onTokens: (issued) => store({ tokens: issued }, undefined),
  })
}

/** Google returns a refresh token only if it replaces the former one. */
function withIssued(tokens: OAuthCredentials['tokens'], issued: IssuedTokens): OAuthCredentials['tokens'] {
  return {
    access_token: issued.access_token ?? tokens.access_token,
    refresh_token: issued.refresh_token ?? tokens.refresh_token,
    expiry_date: issued.expiry_date ?? 0,
  }
}
