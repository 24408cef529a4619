import { eq } from 'drizzle-orm'
import { guestLinks } from '@/db/schema/attendees'
import { command } from '@/lib/commands/pipeline/execute'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/unsubscribe'

/**
 * Stops mails about an event to a guest, except cancellations, or resumes them. Also works for a guest who was removed,
 * since the same address may be invited again.
 */
export const setGuestMails = command({
  name: 'setGuestMails',
  input: schemas.setGuestMails,
  output: emptyOutput,
  on: ({ token }) => ({ subscription: ['own', 'guest-subscription', token] }),
  async run({ tx, grants }, { unsubscribed }) {
    await tx
      .update(guestLinks)
      .set({ unsubscribed })
      .where(eq(guestLinks.id, grants.subscription.row.guest.link))
    return { result: {}, changes: [] }
  },
})
