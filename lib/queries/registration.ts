import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import { isOpen } from '@/lib/access/nouns/invitation'
import { hashToken } from '@/lib/access/secrets'

/** Whether one may sign up: as the very first, as anybody, not at all, or only with an invitation that one has not. */
export type Registration = 'first' | 'open' | 'closed' | 'invitation'

/** How signing up stands for who comes with an open invitation, or without. */
export function registration({ row }: Grant<'read', 'instance'>, invited: boolean): Registration {
  if (row.empty) return 'first'
  return row.registration === 'invitation' && invited ? 'open' : row.registration
}

/** Whether an address that is known to be theirs, or the invitation that they come by, lets somebody have an account. */
export async function isInvited(db: Db, email: string, invitation: string | undefined): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from invitations
    where (email = ${email} or token_hash = ${invitation ? hashToken(invitation) : null}::text) and ${isOpen} limit 1`)
  return rows.length > 0
}
