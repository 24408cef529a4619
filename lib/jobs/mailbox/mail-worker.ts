import { type ItipReply, readReplies } from '@/lib/calendar/server/itip/read-reply'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { TaskPort } from '@/lib/files/task-messages'
import { sendStarted } from '@/lib/files/task-messages'
import { parseMail, type ReceivedMail } from '@/lib/mail/parse-mail'

/** A mail to parse, or the calendar parts of a mail to read. */
export type MailTask = { source: Uint8Array } | { calendars: readonly string[]; zone: Zone }

/** Parses untrusted mails in a worker thread (see lib/files/pool.ts). */
export default async function readMail({
  port,
  ...task
}: MailTask & TaskPort): Promise<ReceivedMail | ItipReply[] | null> {
  sendStarted(port)
  if ('source' in task) return parseMail(Buffer.from(task.source))
  const found = await Promise.all(task.calendars.map((text) => readReplies(text, task.zone)))
  return found.flat()
}
