import { z } from 'zod'
import { email } from './email'
import { line, uuid } from './text'
import { password } from './users'

const token = z.string().regex(/^[\w-]{32}$/)

export const nothing = z.object({}).strict()

/** Requests a link by e-mail. `returnTo`: path of the page to open after signing in. */
export const sendLink = z
  .object({ email, purpose: z.enum(['sign-in', 'reset']), returnTo: line(500).optional() })
  .strict()

export const link = z.object({ token }).strict()

/** The user to start a session for. */
export const signedInOutput = z.strictObject({ userId: uuid })

export const verifyAddressOutput = z.strictObject({ email })

export const resetByLink = z.object({ token, password }).strict()

export const notifyAddressTried = z.object({ email }).strict()
