import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { managedMembers } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { lockManagedMembers } from '@/lib/access/nouns/managed-member'
import { unassignTasks } from '@/lib/commands/rows/tasks'
import { DELETED_NAME } from './delete-personal-data'
import { keepAttendeeAsGuest } from './keep-attendee'
import { storeDefaultAnswers } from './store-default-answers'

/**
 * Deletes members without an account. As with deleted accounts, they stay by name in the events that they attend, and
 * their row stays without the name, because earlier versions of events refer to it.
 */
export async function deleteManagedMembers(
  tx: Tx,
  people: readonly { userId: string; name: string }[],
  now: Date,
): Promise<void> {
  if (!people.length) return
  const ids = people.map(({ userId }) => userId)
  await lockManagedMembers(tx, ids, sql`update`)
  for (const { userId: id, name } of people) {
    await storeDefaultAnswers(tx, id)
    await keepAttendeeAsGuest(tx, { id, name })
  }
  await unassignTasks(tx, ids)
  await tx.delete(managedMembers).where(inArray(managedMembers.userId, ids))
  await tx
    .update(users)
    .set({ name: DELETED_NAME, birthday: null, deletedAt: now })
    .where(inArray(users.id, ids))
}
