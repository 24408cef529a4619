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
  /** Somebody invites the receiver into a group. */
  invitation: { path: string; group: string; inviter: string }
}

export type Template = keyof Mails

/** A mail to be sent. `locale`: the receiver's language. */
export type Mail = { [T in Template]: { template: T; data: Mails[T] } }[Template] & {
  to: string
  userId: string | null
  locale: string
}
