import { and, eq, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { invitations } from '@/db/schema/invitations'
import type { InstanceRow } from '@/lib/access/nouns/instance'
import { isOpen } from '@/lib/access/nouns/invitation'
import { hashToken } from '@/lib/access/secrets'
import { fieldError } from '@/lib/errors'

/**
 * Checks whether sign-up is allowed. The first user may always sign up and becomes administrator. Locks the invitation,
 * so that of two concurrent sign-ups by its last use only one creates an account.
 * @param invited the condition for invitations that the user may use
 * @throws AppError INVALID if sign-up is not allowed
 */
export async function requireSignUpAllowed(
  tx: Tx,
  { registration, empty }: InstanceRow,
  invited: SQL | undefined,
): Promise<void> {
  if (empty || registration === 'open') return
  if (registration === 'closed') throw fieldError('email', 'registration_closed')
  const [found] = invited
    ? await tx
        .select({ id: invitations.id })
        .from(invitations)
        .where(and(invited, isOpen))
        .limit(1)
        .for('update')
    : []
  if (!found) throw fieldError('email', 'by_invitation')
}

/** Builds the condition for the invitation with a token. */
export function hasInvitationToken(token: string | undefined): SQL | undefined {
  return token === undefined ? undefined : eq(invitations.tokenHash, hashToken(token))
}
