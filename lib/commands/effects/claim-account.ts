import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { accountLinks, accounts, users } from '@/db/schema/users'
import { endSessions } from '@/lib/access/end-sessions'
import type { UserRow } from '@/lib/access/nouns/user'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { revokeGrantedAccess } from './revoke-access'

/** Returns a change of an account, recorded only in the stream of that user. */
export function userChanged(id: string): Change {
  return { stream: streamName('user', id), entity: 'user', id, op: 'changed' }
}

/**
 * Marks the address of an account as verified by a mailed link or an OAuth provider. If it was never verified before,
 * another person may have created the account in advance: all earlier sign-in methods (password, sessions,
 * providers, links) and all access granted by the account (shares, feeds, placements, invitations) are revoked. See
 * docs/decisions/0013.
 */
export async function secureClaimedAccount(
  tx: Tx,
  user: UserRow,
  now: Date,
): Promise<{ changes: Change[]; jobs: Job[] }> {
  if (user.emailVerified) return { changes: [], jobs: [] }
  await tx.update(users).set({ emailVerified: now, passwordHash: null }).where(eq(users.id, user.id))
  await tx.delete(accounts).where(eq(accounts.userId, user.id))
  await endSessions(tx, user.id)
  await tx
    .update(accountLinks)
    .set({ usedAt: sql`now()` })
    .where(sql`${accountLinks.userId} = ${user.id} and ${accountLinks.usedAt} is null`)
  const { changes, jobs } = await revokeGrantedAccess(tx, user.id)
  return {
    changes: [
      { ...userChanged(user.id), before: { emailVerified: null }, after: { emailVerified: now } },
      ...changes,
    ],
    jobs: [{ name: 'cut-off', payload: { user: user.id } }, ...jobs],
  }
}
