import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { decryptCredentials } from '@/lib/access/credentials'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { env } from '@/lib/env'
import type { Jobs } from '@/lib/queue'
import type { OAuthCredentials } from '@/lib/sync/open-connector'

/**
 * Ends the access to a removed account at its provider. Does nothing while the account is connected, by this user again
 * or by another one: Google ends the access of all tokens of an account at once.
 */
export async function revokeAccess(payload: Jobs['revoke-access'], signal: AbortSignal): Promise<void> {
  const { connection, account, subject = null, keyId } = payload
  const [other] = await db
    .select({ id: connections.id })
    .from(connections)
    .where(sql`kind = 'google' and (account = ${account} or subject = ${subject})`)
    .limit(1)
  if (other) return
  const encrypted = { credentials: Buffer.from(payload.credentials, 'base64'), keyId }
  const credentials = decryptCredentials(encrypted, credentialsContext(connection)) as OAuthCredentials | null
  if (!credentials) return
  const { revokeToken } = await import('@/lib/connectors/google/revoke')
  const { refresh_token, access_token } = credentials.tokens
  await revokeToken(refresh_token || access_token, env.google?.endpoints?.tokenUrl, signal)
}
