import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether a user who reads a calendar may read a version of one of its events; null is readable. The rule of
 * `canReadVersion` in SQL, for queries that limit or count changes before they are described. A test compares the two.
 *
 * @param version a snapshot in a change
 */
export function isReadableVersion(version: SQL, userId: string | SQL, isOwner: SQL): SQL {
  return sql`(coalesce(${version} -> 'hiddenFrom' ? ${userId}, false) is false
    and (${isOwner} or coalesce(${version} ->> 'visibility', '') <> 'private' or ${concerns(version, userId)}))`
}

/** Whether a version of an event concerns a user: as the creator or an attendee. */
function concerns(version: SQL, userId: string | SQL): SQL {
  const user = sql`jsonb_build_object('user', ${userId}::text)`
  return sql`(coalesce(${version} ->> 'createdBy' = ${userId}::text, false)
    or jsonb_path_exists(${version}, '$.attendees[*] ? (@.userId == $user)', ${user})
    or jsonb_path_exists(${version}, '$.overrides.*.attendees[*] ? (@.userId == $user)', ${user}))`
}
