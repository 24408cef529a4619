import { eq } from 'drizzle-orm'
import { guestLinks } from '@/db/schema/attendees'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/unsubscribe'

/** Ends mails about an event to a guest, except cancellations, or allows them again. */
export const setGuestMails = command({
  name: 'setGuestMails',
  input: schemas.setGuestMails,
  output: emptyOutput,
  on: ({ event }) => ({ event: ['answer', 'event', event] }),
  async run({ tx, actor }, { unsubscribed }) {
    if (actor.kind !== 'guest') throw new AppError('FORBIDDEN')
    await tx.update(guestLinks).set({ unsubscribed }).where(eq(guestLinks.id, actor.link))
    return { result: {}, changes: [] }
  },
})
