import { z } from 'zod'
import { LANGUAGES } from './languages'
import { zone } from './span'
import { email, line } from './text'

/** A language that Kinday speaks, perhaps as in a country: `en`, `en-GB`. Dates are written as that country does. */
const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
  .refine((tag) => LANGUAGES.some((language) => language === tag.slice(0, 2)))

const password = z.string().min(8).max(200)

const display = z.object({
  timeZone: zone,
  locale,
  weekStart: z.number().int().min(1).max(7),
  hourCycle: z.enum(['h12', 'h23']),
})

/** A new account; how dates are shown comes from the browser, and may be missing or odd. */
export const signUp = z
  .object({
    name: line(100, 1),
    email,
    password,
    timeZone: display.shape.timeZone.catch('UTC'),
    locale: display.shape.locale.catch('en'),
    weekStart: display.shape.weekStart.catch(1),
    hourCycle: display.shape.hourCycle.catch('h23'),
  })
  .strict()

/** An account that a provider vouches for; `verified` says whether it vouches for the address too. */
export const signUpByProvider = z.object({ name: line(100, 1), email, verified: z.boolean() }).strict()

export const signIn = z.object({ email, password: z.string().min(1).max(200) }).strict()

export const resetPassword = z.object({ email }).strict()

export const updateProfile = z
  .object({ name: line(100, 1), ...display.shape, theme: z.enum(['system', 'light', 'dark']) })
  .partial()
  .strict()

/** The signed-in person, as components need to know them: how dates are shown comes first. */
export interface Viewer {
  id: string
  name: string
  email: string
  timeZone: string
  locale: string
  weekStart: number
  hourCycle: 'h12' | 'h23'
  theme: 'system' | 'light' | 'dark'
}
