import { type SQL, sql } from 'drizzle-orm'

/**
 * Selects the ids of the connections that list the birthdays in groups.
 * @param groups the ids of the groups as text, in SQL
 */
export function birthdayConnections(groups: SQL): SQL {
  return sql`select c.id from connections c where c.kind = 'birthdays' and c.account in (${groups})`
}
