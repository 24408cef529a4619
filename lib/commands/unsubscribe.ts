import { and, eq, sql } from 'drizzle-orm'
import { guestLinks } from '@/db/schema/attendees'
import { gatheringParticipants } from '@/db/schema/gatherings'
import { command } from '@/lib/commands/pipeline/execute'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/unsubscribe'

/**
 * Stops mails about an event or a gathering to a guest, except cancellations, or resumes them. Also works for a guest
 * who was removed, since the same address may be invited again.
 */
export const setGuestMails = command({
  name: 'setGuestMails',
  input: schemas.setGuestMails,
  output: emptyOutput,
  on: ({ token }) => ({ subscription: ['own', 'guest-subscription', token] }),
  async run({ tx, grants }, { unsubscribed }) {
    const { row } = grants.subscription
    if ('guest' in row) {
      await tx.update(guestLinks).set({ unsubscribed }).where(eq(guestLinks.id, row.guest.link))
      return { result: {}, changes: [] }
    }
    // Several visitors can have entered the same address.
    const { gatheringId, email, contactEmail } = gatheringParticipants
    const isOfAddress = sql`coalesce(${email}, ${contactEmail}) = ${row.email}`
    await tx
      .update(gatheringParticipants)
      .set({ unsubscribed })
      .where(and(eq(gatheringId, row.gathering), isOfAddress))
    return { result: {}, changes: [] }
  },
})
