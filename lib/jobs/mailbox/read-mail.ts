import type { ItipReply } from '@/lib/calendar/server/itip/read-reply'
import type { Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import { runInWorker } from '@/lib/files/pool'
import type { ReceivedMail } from '@/lib/mail/parse-mail'
import type { MailTask } from './mail-worker'

/** Maximum time for reading a mail. An ordinary one takes some milliseconds. */
const MAX_READ_MS = 5000

/** Parses a mail in a worker thread; null if it is damaged, or would take too much work. */
export async function parseMailInWorker(source: Buffer): Promise<ReceivedMail | null> {
  return (await run<ReceivedMail | null>({ source })) ?? null
}

/** Reads the answers in the calendar parts of a mail in a worker thread; none if they would take too much work. */
export async function readRepliesInWorker(calendars: readonly string[], zone: Zone): Promise<ItipReply[]> {
  return (await run<ItipReply[]>({ calendars, zone })) ?? []
}

async function run<R>(task: MailTask): Promise<R | undefined> {
  try {
    return await runInWorker<R>('lib/jobs/mailbox/mail-worker.ts', task, {
      ...{ account: 'mailbox', firstRunMs: MAX_READ_MS, maxRunMs: MAX_READ_MS },
      ...{ onMessage: () => {}, signal: new AbortController().signal },
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_LARGE') return undefined
    throw error
  }
}
