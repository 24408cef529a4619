import type { ConnectionKind } from '@/lib/calendar/sync-choices'

/**
 * Payloads of background jobs by name. Commands enqueue jobs in their own transaction (see
 * lib/commands/pipeline/execute.ts), so a job runs exactly if the command was committed. Jobs can run twice, so they
 * must be idempotent.
 */
export interface Jobs {
  /**
   * Closes the live connections of a user, or of a guest's page, after a permission was revoked, so that they reconnect
   * with the remaining ones.
   */
  'cut-off': { user: string }
  /** Runs the consumers of changes that have something to handle. */
  dispatch: Record<string, never>
  /** Writes the alarms that become due within two days. */
  'fill-alarms': Record<string, never>
  /** Tells the open pages of guests, by link, that they may have changed. */
  'ping-guests': { links: string[] }
  /** Queues mails to the guests of an event who do not know its present state. */
  'invitation-mails': { event: string }
  /** Sends a queued mail. */
  mail: { delivery: string }
  /** Sends a queued push message. */
  push: { delivery: string }
  /** Syncs a remote calendar with its calendar. Queued by the scheduler, at the time of its binding. */
  sync: { binding: string }
  /** The same for a remote calendar at an address that a user has entered, whose server may be slow or hostile. */
  'sync-hosted': { binding: string }
  /**
   * Stops the notifications of a provider about a calendar that is not synced any more. `credentials`: of the
   * connection, encrypted, in base64.
   */
  'stop-channel': {
    connection: string
    kind: ConnectionKind
    credentials: string
    keyId: string
    channel: string
    resource: string
  }
  /** Ends the access to a removed account at Google. `credentials`: encrypted, in base64. */
  'revoke-access': {
    connection: string
    account: string
    subject?: string | null
    credentials: string
    keyId: string
  }
  /** Ends the syncs of users who have lost access to their calendars, and repairs their times. */
  'check-syncs': Record<string, never>
  /** Handles deadlines of gatherings: reminds of those that are near, and locks by rule at those that have passed. */
  'gathering-deadlines': Record<string, never>
  /** Tells those who have voted that the slots of a gathering have changed, after an earlier mail about them. */
  'gathering-changed': { gathering: string; changedAt: string }
  /** Deletes expired trash and sessions. */
  purge: Record<string, never>
  /** Recalculates instants that were derived with another version of the tz database. */
  'derive-spans': Record<string, never>
}

export type JobName = keyof Jobs

/** A job to enqueue. */
export type Job = { [N in JobName]: { name: N; payload: Jobs[N] } & JobOptions }[JobName]

interface JobOptions {
  /** The earliest time at which it runs; at once by default. */
  runAt?: Date
  /** A later job with the same key takes the place of this one while it waits. */
  key?: string
  /** Jobs of one queue run one after another. */
  queue?: string
}

/** Class of the advisory locks held by running workers. No other locks use it. */
export const WORKER_LOCKS = 546_329_717
