import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { accountLinks, accounts, users } from '@/db/schema/users'
import type { UserRow } from '@/lib/access/nouns/user'
import { endSessions } from '@/lib/access/sessions'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { revokeGrantedAccess } from './revoke-access'

/** What an account's own stream hears when something about it changed that nobody else needs to know. */
export function userChanged(id: string): Change {
  return { stream: streamName('user', id), entity: 'user', id, op: 'changed' }
}

/**
 * Somebody shows that the address of an account is theirs, by another way than the account's own password. Was that
 * never shown before, whoever made the account may have been somebody else, waiting for the owner to come: then every
 * way in that was there before ends (password, sessions, providers, links), and every right that was given away in the
 * calendars it owns (shares, feeds, placements), and the invitations it made: only what comes now counts.
 * See docs/decisions/0013.
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
