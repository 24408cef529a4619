import { sql } from 'drizzle-orm'
import { afterAll, beforeEach } from 'vitest'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { deliverMail } from '../deliver-mail'
import { dispatch } from '../dispatch'
import { queueInvitationMails } from './queue-mails'

export const smtp = await startSmtp()
Object.assign(process.env, {
  SMTP_URL: smtp.url,
  MAIL_FROM: 'Kinday <kinday@example.org>',
  IMAP_URL: 'imap://kinday%40example.org:secret@127.0.0.1:1',
  ORIGIN: 'https://kinday.example',
})

afterAll(() => smtp.close())
beforeEach(() => {
  smtp.refused = ''
  smtp.mode = 'fine'
})

/** Runs consumers and the jobs that they enqueued, even if these are due later. Returns new mails to the address. */
export async function deliverMailsTo(guest: string) {
  const before = smtp.mails.length
  await dispatch()
  for (let round = 0; round < 5; round++) {
    const jobs = await db.execute<
      Columns<{ key: string; event: string | null; delivery: string | null }>
    >(sql`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier in ('invitation-mails', 'mail')
      returning j.key, j.payload ->> 'event' as event, j.payload ->> 'delivery' as delivery`)
    if (!jobs.length) break
    for (const { event, delivery } of jobs) {
      if (event) await queueInvitationMails(event)
      if (delivery) await deliverMail(delivery).catch(() => {})
    }
  }
  return smtp.mails.slice(before).filter(({ to }) => to[0] === guest)
}
