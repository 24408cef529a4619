import { z } from 'zod'
import { uuid } from './text'

/** Ends mails about an event to the guest of a link, or allows them again. */
export const setGuestMails = z.object({ event: uuid, unsubscribed: z.boolean() }).strict()
