import { sql } from 'drizzle-orm'
import { releaseLost } from '@/lib/commands/effects/release-lost'
import { inTransaction } from './record-run'

/**
 * Ends the syncs of users who have lost access in a way that does not reach them as a change of their own, such as the
 * end of a share with their group, a deleted group, or a suspended account.
 */
export async function releaseSyncs(): Promise<void> {
  await inTransaction(async (tx) => ({ changes: await releaseLost(tx, sql`true`) }))
}
