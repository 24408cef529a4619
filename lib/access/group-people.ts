import { type SQL, sql } from 'drizzle-orm'

/**
 * All members of groups, in SQL: rows `(group_id, user_id, role, color)`. Members without an account have no role. A
 * membership gives access, so only lists of people use this relation; all other queries use the table `members`.
 */
export const groupPeople: SQL = sql`(
  select group_id, user_id, role, color from members
  union all
  select group_id, user_id, null, color from managed_members)`
