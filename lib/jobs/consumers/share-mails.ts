import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { queueUserMails } from '@/lib/commands/effects/user-mails'
import type { Mails } from '@/lib/mail/mails'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import type { Consumer } from './consumer'

/** Mails an address about a new share, with or without an account. Sends nothing for a share that was removed since. */
export const shareMails: Consumer = async (tx, changes) => {
  if (!isMailEnabled()) return { changes: [] }
  const jobs: Job[] = []
  for (const { id } of changes) {
    const share = await findShare(tx, id)
    if (!share) continue
    const { id: sender, locale, ...data } = share
    const mail = { to: data.email, template: 'share', data: { ...data, path: '/home' } } as const
    jobs.push(...(await queueUserMails(tx, { id: sender, locale }, [mail])).jobs)
  }
  return { changes: [], jobs }
}

async function findShare(tx: Tx, id: string) {
  const [share] = await tx.execute<Omit<Mails['share'], 'path'> & { id: string; locale: string }>(sql`
    select s.email, s.level, c.name as calendar, u.name as sharer, u.id, u.locale
    from shares s join calendars c on c.id = s.calendar_id and c.deleted_at is null
      join users u on u.id = s.created_by and u.deleted_at is null
    where s.id = ${id}::uuid and s.email is not null`)
  return share
}
