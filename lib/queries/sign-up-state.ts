import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import { isOpen } from '@/lib/access/nouns/invitation'
import { hashToken } from '@/lib/access/secrets'

/** State of registration: open to the first user, to every visitor, to invited visitors, or closed. */
export type SignUpState = 'first' | 'open' | 'closed' | 'invitation'

/** Returns the state of sign-up for a visitor with or without an open invitation. */
export function signUpState({ row }: Grant<'read', 'instance'>, hasInvitation: boolean): SignUpState {
  if (row.empty) return 'first'
  return row.registration === 'invitation' && hasInvitation ? 'open' : row.registration
}

/** Returns whether a verified address or an invitation's token belongs to an open invitation. */
export async function isInvited(db: Db, email: string, invitation: string | undefined): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from invitations
    where (email = ${email} or token_hash = ${invitation ? hashToken(invitation) : null}::text) and ${isOpen} limit 1`)
  return rows.length > 0
}
