import { fillDueAlarms } from '@/lib/commands/effects/due-alarms'
import { MAX_SEND_MS } from '@/lib/mail/send'
import type { JobName, Jobs } from '@/lib/queue'
import { disconnectUser, isServerDown, pingGuests } from '@/lib/realtime/publish'
import { dispatch } from './dispatch'
import { queueInvitationMails } from './guest-mails/queue-mails'
import { deliverMailOrRetry } from './retry-mail'
import { deriveSpans, purge } from './upkeep'

export interface JobDefinition<Payload> {
  run(payload: Payload, signal: AbortSignal): Promise<void>
  /** Maximum time of one attempt. */
  maxMs: number
  /**
   * The workers that run it: a mail server, push service or provider that hangs must not delay other jobs. `hosted`:
   * syncs with servers whose address a user has entered.
   */
  workers: 'mail' | 'push' | 'sync' | 'hosted' | 'other'
}

/** All jobs by name. A job may run twice, so its effect must be idempotent. */
export const JOBS: { [N in JobName]: JobDefinition<Jobs[N]> } = {
  'cut-off': { run: ({ user }) => disconnectUser(user), maxMs: 15_000, workers: 'other' },
  dispatch: {
    run: async (_, signal) => {
      await dispatch(signal)
    },
    maxMs: 600_000,
    workers: 'other',
  },
  'fill-alarms': { run: (_, signal) => fillDueAlarms(Date.now(), signal), maxMs: 600_000, workers: 'other' },
  'ping-guests': { run: ({ links }) => pingOpenPages(links), maxMs: 30_000, workers: 'other' },
  'invitation-mails': {
    run: ({ event }) => queueInvitationMails(event),
    maxMs: 120_000,
    workers: 'other',
  },
  mail: {
    run: ({ delivery }, signal) => deliverMailOrRetry(delivery, signal),
    maxMs: MAX_SEND_MS + 10_000,
    workers: 'mail',
  },
  push: {
    // Loaded with the first push message: the packages take megabytes of memory.
    run: async ({ delivery }, signal) =>
      (await import('./pushes/deliver-push')).deliverPush(delivery, signal),
    maxMs: 60_000,
    workers: 'push',
  },
  sync: {
    // Loaded with the first connected calendar.
    run: async ({ binding }, signal) => (await import('./sync/run-binding')).runBinding(binding, signal),
    maxMs: 900_000,
    workers: 'sync',
  },
  'sync-hosted': {
    run: async ({ binding }, signal) => (await import('./sync/run-binding')).runBinding(binding, signal),
    maxMs: 900_000,
    workers: 'hosted',
  },
  'stop-channel': {
    run: async (channel, signal) => (await import('./sync/channels')).stopChannel(channel, signal),
    maxMs: 60_000,
    workers: 'sync',
  },
  'revoke-access': {
    run: async (removed, signal) => (await import('./sync/revoke-access')).revokeAccess(removed, signal),
    maxMs: 60_000,
    workers: 'sync',
  },
  'check-syncs': {
    run: async () => (await import('./sync/check-syncs')).checkSyncs(),
    maxMs: 120_000,
    workers: 'other',
  },
  'gathering-deadlines': {
    run: async () => {
      const { handleGatheringDeadlines, remindOfDeadlines } = await import('./gathering-deadlines')
      await handleGatheringDeadlines()
      await remindOfDeadlines()
    },
    maxMs: 120_000,
    workers: 'other',
  },
  'gathering-changed': {
    run: async ({ gathering, changedAt }) =>
      (await import('./gathering-deadlines')).mailLateChanges(gathering, new Date(changedAt)),
    maxMs: 60_000,
    workers: 'other',
  },
  purge: { run: () => purge(), maxMs: 600_000, workers: 'other' },
  'derive-spans': { run: () => deriveSpans(), maxMs: 600_000, workers: 'other' },
}

async function pingOpenPages(links: readonly string[]): Promise<void> {
  try {
    await pingGuests(links)
  } catch (error) {
    if (!isServerDown(error)) throw error
  }
}

/** Number of jobs that each process runs at once. `hosted` jobs mostly wait for a response, so more of them run. */
export const CONCURRENCY = { mail: 4, push: 6, sync: 4, hosted: 12, other: 2 } as const

/** Schedule of recurring jobs in cron syntax, in UTC. */
export const SCHEDULE: { job: JobName; at: string }[] = [
  { job: 'purge', at: '17 3 * * *' },
  { job: 'fill-alarms', at: '*/30 * * * *' },
  { job: 'check-syncs', at: '*/10 * * * *' },
  { job: 'gathering-deadlines', at: '* * * * *' },
]

/** Jobs that are enqueued at every start. */
export const AT_START: JobName[] = ['derive-spans', 'fill-alarms']

/** Interval between searches for pings that were committed but not sent. */
export const RESEND_EVERY_MS = 2500

/** Interval at which consumers run without a job: after a process ended right after a commit, or for retries. */
export const DISPATCH_EVERY_MS = 2500

/** Interval between checks for due alarms. */
export const ALARMS_EVERY_MS = 2500
/** Interval at which assignees are notified of due tasks. */
export const DUE_TASKS_EVERY_MS = 20_000

/** Interval between checks for due syncs of connected calendars. */
export const SYNC_EVERY_MS = 2500

/** Interval between checks for due digests and agendas. */
export const DIGESTS_EVERY_MS = 60_000

/** Delay before the connection to the mailbox is opened, and opened again after a failure. */
export const MAILBOX_RETRY_MS = 30_000

/** Interval at which workers prove that they are alive and look for dead ones. */
export const BEAT_EVERY_MS = 2500
