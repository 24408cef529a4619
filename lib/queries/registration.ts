import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import { isOpen } from '@/lib/access/nouns/invitation'
import { hashToken } from '@/lib/access/secrets'

/** Whether sign-up is possible: as the very first user, for everyone, for nobody, or with an invitation only. */
export type Registration = 'first' | 'open' | 'closed' | 'invitation'

/** Returns whether a visitor with or without an open invitation may sign up. */
export function registration({ row }: Grant<'read', 'instance'>, invited: boolean): Registration {
  if (row.empty) return 'first'
  return row.registration === 'invitation' && invited ? 'open' : row.registration
}

/** Whether a verified address or the token of an invitation entitles to an account. */
export async function isInvited(db: Db, email: string, invitation: string | undefined): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from invitations
    where (email = ${email} or token_hash = ${invitation ? hashToken(invitation) : null}::text) and ${isOpen} limit 1`)
  return rows.length > 0
}
