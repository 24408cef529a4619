import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/** Whether a user has blocked another, in SQL. */
export function blocks(userId: SQL, senderId: SQL): SQL {
  return sql`exists (select 1 from blocked_users b where b.user_id = ${userId} and b.blocked_id = ${senderId})`
}

/** Whether a user has blocked a sender. */
export async function hasBlocked(tx: Tx, userId: string, senderId: string): Promise<boolean> {
  const [row] = (await tx.execute(sql`
    select ${blocks(sql`${userId}::uuid`, sql`${senderId}::uuid`)} as blocked`)) as unknown as [
    { blocked: boolean },
  ]
  return row.blocked
}

/** Those of the addresses whose account has blocked a sender. */
export async function addressesBlocking(
  tx: Tx,
  addresses: readonly string[],
  senderId: string,
): Promise<ReadonlySet<string>> {
  const rows = (await tx.execute(sql`
    select u.email from users u
    where u.email in (select jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))
      and u.email_verified is not null and ${blocks(sql`u.id`, sql`${senderId}::uuid`)}`)) as unknown as {
    email: string
  }[]
  return new Set(rows.map(({ email }) => email))
}
