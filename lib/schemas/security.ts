import { z } from 'zod'
import { email, uuid } from './text'
import { password } from './users'

/** The password that is, to show that it is oneself; empty for who has none. */
const current = z.string().max(200).default('')

/** `session`: the one that asks. Told by the server, never by a form. */
export const changeEmail = z.object({ email, current, session: uuid }).strict()

export const changePassword = z.object({ current, password, session: uuid }).strict()

export const endSession = z.object({ session: uuid }).strict()

export const confirmIdentity = z.object({ current, session: uuid }).strict()

/** A provider's account, as the auth library names it. `isNew`: the account here was made just now. */
export const connectProvider = z
  .object({
    email,
    provider: z.string().max(100),
    type: z.string().max(100),
    providerAccountId: z.string().max(500),
    isNew: z.boolean(),
  })
  .strict()

export const claimAccount = z.object({ email }).strict()
