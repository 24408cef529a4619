import { notFound } from 'next/navigation'
import { db, type Tx } from '@/db/client'
import { type Grant, grant } from '@/lib/access/grant'
import type { SessionUser } from '@/lib/access/sessions'
import { AppError } from '@/lib/errors'
import { pageUser } from './actor'

/** Reads data for an administration page. Answers 404 to users who are not administrators. */
export async function readAsAdministrator<R>(
  returnTo: string,
  read: (tx: Tx, administration: Grant<'read', 'administration'>) => Promise<R>,
): Promise<{ user: SessionUser; result: R }> {
  const user = await pageUser(returnTo)
  try {
    const result = await db.transaction(async (tx) =>
      read(tx, await grant(tx, { kind: 'user', id: user.id }, 'read', 'administration', null)),
    )
    return { user, result }
  } catch (error) {
    if (error instanceof AppError) notFound()
    throw error
  }
}
