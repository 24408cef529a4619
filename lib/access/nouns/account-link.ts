import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { accountLinks, users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { hashToken } from '../secrets'
import type { LoadedTarget, VerbOf } from '../verbs'
import { hasAccount, type UserRow } from './user'

export interface AccountLinkRow {
  id: string
  purpose: 'sign-in' | 'reset' | 'verify'
  /** The address it was sent to. */
  email: string
  user: UserRow
  /** `open`, or why it can no longer be used. */
  state: 'open' | 'used' | 'expired'
}

/**
 * Loads a link that was sent to an address, by its secret. The secret is sufficient to use it, except for links that
 * verify an address: those need the account that they were created for. Otherwise a user could enter another person's
 * address and have that person verify it with one click.
 */
export async function loadAccountLink(
  tx: Tx,
  actor: Actor,
  token: string,
  verb: VerbOf<'account-link'>,
): Promise<LoadedTarget<AccountLinkRow, 'account-link'> | undefined> {
  const select = tx
    .select({
      id: accountLinks.id,
      purpose: accountLinks.purpose,
      email: accountLinks.email,
      user: users,
      state: sql<AccountLinkRow['state']>`case when ${accountLinks.usedAt} is not null then 'used'
        when ${accountLinks.expiresAt} <= now() then 'expired' else 'open' end`,
    })
    .from(accountLinks)
    .innerJoin(users, eq(users.id, accountLinks.userId))
    .where(eq(accountLinks.tokenHash, hashToken(token)))
  // Locked, so that it is redeemed once.
  const [found] = await (verb === 'read' ? select : select.for('update'))
  if (!found || !hasAccount(found.user)) return undefined
  const { user } = found
  const isOwn = actor.kind === 'user' && actor.id === user.id
  return {
    row: { ...found, user },
    isVisible: !user.deletedAt && !user.suspendedAt,
    allows: (verb) => verb === 'read' || found.purpose !== 'verify' || isOwn,
  }
}
