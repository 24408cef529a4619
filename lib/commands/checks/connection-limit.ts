import { count, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { fieldError } from '@/lib/errors'

const MAX_CONNECTIONS = 50

/** @throws AppError if the user cannot add a connection. The user's row must be locked. */
export async function refuseBeyondConnectionLimit(tx: Tx, userId: string): Promise<void> {
  const [found] = await tx.select({ total: count() }).from(connections).where(eq(connections.userId, userId))
  if (found!.total >= MAX_CONNECTIONS) throw fieldError('account', 'too_many', MAX_CONNECTIONS)
}
