import { z } from 'zod'

/** Ends mails about an event to a guest, or allows them again. `token`: that of an unsubscribe link. */
export const setGuestMails = z.object({ token: z.string().max(100), unsubscribed: z.boolean() }).strict()
