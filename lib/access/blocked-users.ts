import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'

/** Whether a user has blocked another, in SQL. */
export function isSenderBlocked(userId: SQL, senderId: SQL): SQL {
  return sql`exists (select 1 from blocked_users b where b.user_id = ${userId} and b.blocked_id = ${senderId})`
}

/** Whether a user has blocked a sender. */
export async function hasBlocked(tx: Tx, userId: string, senderId: string): Promise<boolean> {
  const row = singleRow(
    await tx.execute<{ isBlocked: boolean }>(sql`
    select ${isSenderBlocked(sql`${userId}::uuid`, sql`${senderId}::uuid`)} as "isBlocked"`),
  )
  return row.isBlocked
}

/** Whether the account that has verified an address, if there is one, has blocked a sender. */
export async function addressHasBlocked(tx: Tx, address: string, senderId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from users u where u.email = ${address} and u.email_verified is not null
      and ${isSenderBlocked(sql`u.id`, sql`${senderId}::uuid`)}`)
  return rows.length > 0
}

/** Returns a function that tells whether one of these users has blocked one of these senders. */
export async function loadBlocks(
  tx: Tx,
  userIds: readonly string[],
  senderIds: readonly string[],
): Promise<(userId: string, senderId: string | null) => boolean> {
  if (!userIds.length || !senderIds.length) return () => false
  const rows = await tx.execute<{ pair: string }>(sql`
    select b.user_id || ' ' || b.blocked_id as pair from blocked_users b
    where b.user_id in (select jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)::uuid)
      and b.blocked_id in (select jsonb_array_elements_text(${JSON.stringify(senderIds)}::jsonb)::uuid)`)
  const pairs = new Set(rows.map(({ pair }) => pair))
  return (userId, senderId) => pairs.has(`${userId} ${senderId}`)
}
