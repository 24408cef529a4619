import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { type EncryptedCredentials, encryptCredentials } from '@/lib/access/credentials'

/** Returns the context that binds encrypted credentials to their connection. */
export function credentialsContext(connection: string): string {
  return `connection-${connection}`
}

/**
 * Replaces the credentials of a connection, unless they were replaced in the meantime, as by a new sign-in.
 * @returns the credentials that are stored now; undefined if none were replaced
 */
export async function replaceCredentials(
  db: Db,
  id: string,
  former: EncryptedCredentials,
  value: object,
  columns: { consentExpiresAt?: Date } = {},
): Promise<EncryptedCredentials | undefined> {
  const encrypted = encryptCredentials(value, credentialsContext(id))
  const replaced = await db
    .update(connections)
    .set({ ...encrypted, ...columns })
    .where(and(eq(connections.id, id), eq(connections.credentials, former.credentials)))
    .returning({ id: connections.id })
  return replaced.length ? encrypted : undefined
}

/** Lets the next run list the calendars of an account, since its permissions have changed. */
export async function listCalendarsAgain(db: Db, id: string): Promise<void> {
  await db.update(connections).set({ listedAt: null }).where(eq(connections.id, id))
}
