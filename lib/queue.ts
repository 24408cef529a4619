/**
 * Work done behind, by name, with what each is told. Commands enqueue it in their own transaction (see
 * commands/execute.ts), so that it is done if and only if they are. A job may run twice: its effect happens once.
 */
export interface Jobs {
  /** Closes a user's live connections after a right was lost, so that they come back with what is left. */
  'cut-off': { user: string }
  /** Tells whoever has an address that a calendar is shared with them otherwise than before. */
  'tell-address': { email: string; calendar: string; cutOff: boolean }
  /** Sends a mail of the ledger. */
  mail: { delivery: string }
  /** Empties the trash, ends expired sessions. */
  purge: Record<string, never>
  /** Derives the instants of spans anew that were derived with another version of the tz database. */
  'derive-spans': Record<string, never>
}

export type JobName = keyof Jobs

/** A job to be enqueued. */
export type Job = { [N in JobName]: { name: N; payload: Jobs[N] } }[JobName]

/** The class of the advisory locks that living workers hold; no other lock has it. */
export const WORKER_LOCKS = 546_329_717
