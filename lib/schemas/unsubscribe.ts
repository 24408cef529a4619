import { z } from 'zod'

/** Ends mails about an event to a guest, or allows them again. The token is one to unsubscribe. */
export const setGuestMails = z.object({ token: z.string().max(100), unsubscribed: z.boolean() }).strict()
