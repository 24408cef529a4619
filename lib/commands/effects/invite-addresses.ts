import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { users } from '@/db/schema/users'
import { addressesIn } from '@/lib/calendar/participant'
import { insertGuestLinks } from '@/lib/commands/rows/guest-links'
import { isMailEnabled } from '@/lib/mail/send'
import { limitUserMails } from './user-mails'

type Invited = Parameters<typeof addressesIn>[0]

/**
 * Creates guest links for the addresses that an edit adds, and counts them towards the user's mail limits. The consumer
 * `invitation-mails` mails them.
 * @throws AppError INVALID if mail is enabled and the address of the user is not verified, TOO_MANY beyond the daily
 *   limit
 */
export async function inviteAddresses(
  tx: Tx,
  userId: string | null,
  before: Invited | null,
  after: Invited & { id: string },
): Promise<void> {
  const known = new Set(before ? addressesIn(before) : [])
  const added = addressesIn(after).filter((address) => !known.has(address))
  if (!added.length) return
  await insertGuestLinks(tx, after.id, added, userId)
  if (!userId || !isMailEnabled()) return
  const [sender] = await tx.select().from(users).where(eq(users.id, userId))
  await limitUserMails(tx, sender!, `event:${after.id}`, 'attendees', added.length, 'guests')
}
