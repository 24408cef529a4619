import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { queueMails } from '@/lib/commands/rows/deliveries'
import type { Mails } from '@/lib/mail/mails'
import { isMailEnabled } from '@/lib/mail/send'
import type { Consumer } from './consumer'

/**
 * Mails addresses, with or without an account, about new shares. Sends nothing for a share that was removed since. The
 * command `createShare` has limited the mails of the sharer.
 */
export const shareMailsConsumer: Consumer = async (tx, changes) => {
  if (!isMailEnabled()) return { changes: [] }
  const shares = await findShares(
    tx,
    changes.map(({ id }) => id),
  )
  const mails = shares.map(({ sender, locale, ...data }) => ({
    ...{ to: data.email, template: 'share' as const, data: { ...data, path: '/home' } },
    ...{ userId: null, locale, sender },
  }))
  return { changes: [], jobs: await queueMails(tx, mails) }
}

async function findShares(tx: Tx, ids: readonly string[]) {
  return await tx.execute<Columns<Omit<Mails['share'], 'path'> & { sender: string; locale: string }>>(sql`
    select s.email, s.level, c.name as calendar, u.name as sharer, u.id as sender, u.locale
    from shares s join calendars c on c.id = s.calendar_id and c.deleted_at is null
      join users u on u.id = s.created_by and u.deleted_at is null
    where s.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) and s.email is not null
    order by s.id`)
}
