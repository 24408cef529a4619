import { z } from 'zod'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import { birthday } from './birthday'
import { DECLINED_EVENTS, HOUR_CYCLES, THEMES } from './choices'
import { email } from './email'
import { invitationToken } from './invitations'
import { LANGUAGES } from './languages'
import { zone } from './span'
import { personName } from './text'

/** A supported language with an optional region, which determines formats: `en`, `en-GB`. */
const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
  .refine((tag) => LANGUAGES.some((language) => language === tag.slice(0, 2)))

export const password = z.string().min(8).max(200)

const display = z.object({
  // Not all versions of Intl support fixed-offset zones.
  timeZone: zone.refine((name) => fixedOffset(name) === undefined, { error: 'bad_zone' }),
  locale,
  weekStart: z.number().int().min(1).max(7),
  hourCycle: z.enum(HOUR_CYCLES),
})

/** Display settings from the browser; missing or invalid ones have defaults. */
const browser = {
  timeZone: display.shape.timeZone.catch('UTC'),
  locale: display.shape.locale.catch('en'),
  weekStart: display.shape.weekStart.catch(1),
  hourCycle: display.shape.hourCycle.catch('h23'),
}

/** Creates an account. `invitation`: token of the invitation followed, required if registration is closed. */
export const signUp = z
  .object({ name: personName(100), email, password, ...browser, invitation: invitationToken.optional() })
  .strict()

/** Data kept during a sign-in with an OAuth provider. */
export const arrival = z.object({ ...browser, invitation: invitationToken.optional().catch(undefined) })

export type SignInContext = z.infer<typeof arrival>

/** An account from an OAuth provider; `verified`: whether the provider has verified the address. */
export const signUpByProvider = z
  .object({
    ...{ name: personName(100), email, verified: z.boolean() },
    dateSettings: z.object(browser).optional(),
    invitation: invitationToken.optional(),
  })
  .strict()

/** `invitation`: token of the invitation followed, whose group the user joins. */
export const signIn = z
  .object({ email, password: z.string().min(1).max(200), invitation: invitationToken.optional() })
  .strict()

export const resetPassword = z.object({ email }).strict()
export const resetPasswordOutput = z.strictObject({ password })

export const updateProfile = z
  .object({
    name: personName(100),
    ...display.shape,
    theme: z.enum(THEMES),
    declinedEvents: z.enum(DECLINED_EVENTS),
    birthday,
  })
  .partial()
  .strict()

/**
 * Deletes the current user's account. `proof`: the password, or the address if there is none; `plan`: the confirmed
 * plan.
 */
export const deleteAccount = z
  .object({ proof: z.string().min(1).max(254), plan: z.string().max(100) })
  .strict()

/** Effects of deleting an account on the user's groups, calendars and events. */
export interface AccountDeletionPlan {
  groups: {
    id: string
    name: string
    members: number
    /** `deleted`: no other member; `passed`: ownership passes to the successor; `left`: other owners remain. */
    outcome: 'deleted' | 'passed' | 'left'
    successor: { id: string; name: string } | null
  }[]
  calendars: {
    id: string
    name: string
    events: number
    /** `addressed`: passes to the recipient of a share by e-mail, if there is one. */
    outcome: 'deleted' | 'passed' | 'addressed'
    /** The new owner. */
    successor: { kind: 'user' | 'group'; id: string; name: string } | null
  }[]
  /** Number of events that the user created in calendars that the user does not own. They stay. */
  events: number
  /** Number of events of others that the user attends. The name stays in their lists of attendees. */
  takesPart: number
  /** Number of events that are hidden from others and that no other user sees. They are deleted. */
  hidden: number
  /** Number of gatherings that belong to the user alone. They are deleted. */
  gatherings: number
  /** Number of gatherings of others that the user takes part in. The votes are deleted. */
  votes: number
  /** Number of open tasks that are assigned to the user. They stay, without an assignee. */
  tasks: number
  /** Whether the user is the last administrator and there are other users. */
  isLastAdmin: boolean
  hasPassword: boolean
  /** Identifies the plan, to detect changes before it is confirmed. */
  plan: string
}

/** The signed-in user, as needed by components. */
export interface Viewer {
  id: string
  name: string
  email: string
  image: string | null
  timeZone: string
  locale: string
  weekStart: number
  hourCycle: (typeof HOUR_CYCLES)[number]
  theme: (typeof THEMES)[number]
}
