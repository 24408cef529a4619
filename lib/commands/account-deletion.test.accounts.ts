import { and, eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { as, type TestUser } from '@/test/database/fixtures'
import { deleteAccount } from './account-deletion'

/** Loads the plan that a user confirms to delete their account. */
export const loadDeletionPlan = (user: TestUser) =>
  db.transaction(async (tx) => planAccountDeletion(tx, await grant(tx, user, 'read', 'self', null)))

/** Deletes an account with its current plan. */
export async function deleteAccountOf(user: TestUser) {
  const { plan } = await loadDeletionPlan(user)
  return as(user).run(deleteAccount, { proof: user.email, plan })
}

/** Reads the stored row of a user. */
export const readUserRow = async ({ id }: TestUser) =>
  (await db.select().from(users).where(eq(users.id, id)))[0]!

/** Reads the role of a user in a group. */
export const readRole = async ({ id }: TestUser, group: string) =>
  (
    await db
      .select()
      .from(members)
      .where(and(eq(members.userId, id), eq(members.groupId, group)))
  )[0]?.role

/** Reads the stored row of a calendar. */
export const readCalendarRow = async (id: string) =>
  (await db.select().from(calendars).where(eq(calendars.id, id)))[0]!
