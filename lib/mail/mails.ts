/** Every mail that is sent, with what its template is filled with. `path` begins with `/`, and may hold a secret. */
export interface Mails {
  /** A link to sign in by. */
  'sign-in': { path: string }
  /** A link to choose a new password by. */
  reset: { path: string }
  /** A link that shows that an address is one's own. */
  verify: { path: string }
  /** Somebody invites the receiver into a group. */
  invitation: { path: string; group: string; inviter: string }
}

/** A mail to be sent. `locale`: the receiver's language. */
export type Mail = { [T in keyof Mails]: { template: T; data: Mails[T] } }[keyof Mails] & {
  to: string
  userId: string | null
  locale: string
}
