/** Every mail that is sent, with what its template is filled with. `path` begins with `/`, and may hold a secret. */
export interface Mails {
  /** A link to sign in by. `minutes`: how long it works. */
  'sign-in': { path: string; minutes: number }
  /** A link to choose a new password by. */
  reset: { path: string; minutes: number }
  /** A link that shows that an address is one's own. */
  verify: { path: string; minutes: number }
  /** To the old address: somebody asked for another one. */
  'address-changed': { email: string }
  /** To the old address: another has taken its place. */
  'email-changed': { email: string }
  /** Somebody tried to sign up with, or to change to, an address that has an account. */
  'address-tried': { path: string; email: string }
  /** The password is another one now. */
  'password-changed': { path: string }
  /** Google opens the account from now on, or no longer. */
  'google-connected': { path: string }
  'google-disconnected': { path: string }
  /** Somebody invites the receiver into a group. */
  invitation: { path: string; group: string; inviter: string }
  /** Somebody shares a calendar with whoever has the address `email`. */
  share: {
    path: string
    calendar: string
    sharer: string
    role: 'owner' | 'editor' | 'viewer' | 'freebusy'
    email: string
  }
}

/** Values of templates that one user wrote and another receives. */
export const USER_TEXTS: ReadonlySet<string> = new Set(['group', 'inviter', 'calendar', 'sharer'])

export type Template = keyof Mails

/** A mail to be sent. `locale`: the receiver's language. */
export type Mail = { [T in Template]: { template: T; data: Mails[T] } }[Template] & {
  to: string
  userId: string | null
  locale: string
  /** The user who has it sent to somebody else. */
  sender?: string
}
