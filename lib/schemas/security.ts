import { z } from 'zod'
import { email, uuid } from './text'
import { password } from './users'

export { nothing } from './account-links'

/** The password that is, to show that it is oneself; empty for who has none. */
const current = z.string().max(200).default('')

/** `session`: the one that asks. Told by the server, never by a form. */
export const changeEmail = z.object({ email, current, session: uuid }).strict()

export const changePassword = z.object({ current, password, session: uuid }).strict()

export const endSession = z.object({ session: uuid }).strict()

export const claimAccount = z.object({ email }).strict()
