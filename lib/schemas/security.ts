import { z } from 'zod'
import { email } from './email'
import { count } from './outputs'
import { uuid } from './text'
import { password } from './users'

/** The current password for reauthentication; empty for accounts without password. */
const current = z.string().max(200).default('')

/** `session`: the current session, set by the server and never by a form. */
export const changeEmail = z.object({ email, current, session: uuid }).strict()

/** `sent`: whether the new address waits for verification. */
export const changeEmailOutput = z.strictObject({ email, sent: z.boolean() })

export const changePassword = z.object({ current, password, session: uuid }).strict()

export const endSession = z.object({ session: uuid }).strict()

/** Number of ended sessions. */
export const endedSessionsOutput = z.strictObject({ ended: count })

export const confirmIdentity = z.object({ current, session: uuid }).strict()
export const confirmIdentityOutput = z.strictObject({ session: uuid })

/** A provider's account as named by next-auth. `isNew`: the Kinday account was just created. */
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
