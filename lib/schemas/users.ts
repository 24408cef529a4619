import { z } from 'zod'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import { invitationToken } from './groups'
import { LANGUAGES } from './languages'
import { zone } from './span'
import { email, personName } from './text'

/** A language that Kinday speaks, perhaps as in a country: `en`, `en-GB`. Dates are written as that country does. */
const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
  .refine((tag) => LANGUAGES.some((language) => language === tag.slice(0, 2)))

export const password = z.string().min(8).max(200)

const display = z.object({
  // Intl writes dates in it, which knows no zones of a fixed offset everywhere.
  timeZone: zone.refine((name) => fixedOffset(name) === undefined, { error: 'bad_zone' }),
  locale,
  weekStart: z.number().int().min(1).max(7),
  hourCycle: z.enum(['h12', 'h23']),
})

/** How a browser's owner likes dates: it may be missing or odd. */
const browser = {
  timeZone: display.shape.timeZone.catch('UTC'),
  locale: display.shape.locale.catch('en'),
  weekStart: display.shape.weekStart.catch(1),
  hourCycle: display.shape.hourCycle.catch('h23'),
}

/** A new account. `invitation`: the secret of the one that one comes by, needed where others may not sign up. */
export const signUp = z
  .object({ name: personName(100), email, password, ...browser, invitation: invitationToken.optional() })
  .strict()

/** What somebody brings along who goes to a provider to sign in, and comes back. */
export const arrival = z.object({ ...browser, invitation: invitationToken.optional().catch(undefined) })

export type SignInContext = z.infer<typeof arrival>

/** An account that a provider vouches for; `verified` says whether it vouches for the address too. */
export const signUpByProvider = z
  .object({
    ...{ name: personName(100), email, verified: z.boolean() },
    style: z.object(browser).optional(),
    invitation: invitationToken.optional(),
  })
  .strict()

/** `invitation`: the one that somebody comes by, whose group they are in then. */
export const signIn = z
  .object({ email, password: z.string().min(1).max(200), invitation: invitationToken.optional() })
  .strict()

export const resetPassword = z.object({ email }).strict()

export const updateProfile = z
  .object({ name: personName(100), ...display.shape, theme: z.enum(['system', 'light', 'dark']) })
  .partial()
  .strict()

/** Ends one's account: `proof` is one's password, or one's address where there is no password; `plan` what one agreed to. */
export const deleteAccount = z
  .object({ proof: z.string().min(1).max(254), plan: z.string().max(100) })
  .strict()

/** What becomes of what is somebody's when their account ends. */
export interface AccountDeletionPlan {
  groups: {
    id: string
    name: string
    members: number
    /** They are alone in it; they are its only owner and somebody follows; it goes on as it is. */
    outcome: 'deleted' | 'passed' | 'left'
    heir: { id: string; name: string } | null
  }[]
  calendars: {
    id: string
    name: string
    events: number
    /** `addressed`: to whom it is shared with by e-mail, if there is anybody. */
    outcome: 'deleted' | 'passed' | 'addressed'
    /** Who has it then: a person or a group. */
    heir: { kind: 'user' | 'group'; id: string; name: string } | null
  }[]
  /** Events that they made in calendars of others: those stay. */
  events: number
  /** Events of others that they take part in: their name stays there. */
  takesPart: number
  /** They are the only one who looks after this installation, and others use it. */
  lastAdmin: boolean
  hasPassword: boolean
  /** Says that it is still this, and not what became of it meanwhile. */
  plan: string
}

/** The signed-in person, as components need to know them: how dates are shown comes first. */
export interface Viewer {
  id: string
  name: string
  email: string
  image: string | null
  timeZone: string
  locale: string
  weekStart: number
  hourCycle: 'h12' | 'h23'
  theme: 'system' | 'light' | 'dark'
}
