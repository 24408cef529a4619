import type { Instant } from '@/lib/calendar/zones/zone'

/** Values of each mail template. `path` begins with `/` and may contain a secret. */
export interface Mails {
  /** A sign-in link. `minutes`: its lifetime. */
  'sign-in': { path: string; minutes: number }
  /** A link to reset the password. */
  reset: { path: string; minutes: number }
  /** A link to verify an address. */
  verify: { path: string; minutes: number }
  /** To the old address: a change of address was requested. */
  'address-changed': { email: string }
  /** To the old address: the address was replaced. */
  'email-changed': { email: string }
  /** Another person tried to use the recipient's address for an account. */
  'address-tried': { path: string; email: string }
  /** The password was changed. */
  'password-changed': { path: string }
  /** Google was connected as a sign-in method. */
  'google-connected': { path: string }
  /** Google was disconnected. */
  'google-disconnected': { path: string }
  /** An invitation to a group. */
  invitation: { path: string; group: string; inviter: string }
  /** A calendar was shared with the address `email`. */
  share: {
    path: string
    calendar: string
    sharer: string
    level: 'owner' | 'editor' | 'viewer' | 'freebusy'
    email: string
  }
  /** The reminder of an event that a guest asked for. `when`: its time in words. */
  'guest-reminder': { path: string; event: string; when: string }
  /** A guest on the waiting list got a place. `when`: the time of the event in words. */
  'guest-place': { path: string; event: string; when: string }
  /** A guest lost the place and waits again. `when`: the time of the event in words. */
  'guest-waiting': { path: string; event: string; when: string }
  /** The organizer reminds a guest who has not answered. `when`: the time of the event in words. */
  'ask-again': { path: string; event: string; when: string; inviter: string }
  /** The organizer asks the recipient to vote for times. */
  'gathering-invitation': { path: string; gathering: string; inviter: string }
  /** The personal link of a visitor who has joined. */
  'gathering-joined': { path: string; gathering: string }
  /** The deadline is near, and the recipient has not voted. `when`: the deadline in words. */
  'gathering-reminder': { path: string; gathering: string; inviter: string; when: string }
  /** The organizer asks the recipient, who has not voted, again. */
  'gathering-asked-again': { path: string; gathering: string; inviter: string }
  /** Times were moved or removed after the recipient had voted. */
  'gathering-changed': { path: string; gathering: string; inviter: string }
  /** The time was chosen. The recipient is not invited to the event by mail. `when`: the time in words. */
  'gathering-locked': { path: string; gathering: string; inviter: string; when: string }
  /** The gathering was cancelled. */
  'gathering-cancelled': { path: string; gathering: string; inviter: string }
}

/** Template values written by one user and received by another. */
export const USER_TEXTS: ReadonlySet<string> = new Set([
  ...['group', 'inviter', 'calendar', 'sharer', 'event', 'gathering'],
])

export type Template = keyof Mails

/** A mail to send. `locale`: the recipient's language. */
export type Mail = { [T in Template]: { template: T; data: Mails[T] } }[Template] & {
  to: string
  userId: string | null
  locale: string
  /** The user who sends it to another person. */
  sender?: string
  /** Time from which the mail is of no use. */
  until?: Instant
  /** Path of the page on which a recipient without an account unsubscribes. */
  unsubscribe?: string
}
