import { type SQL, sql } from 'drizzle-orm'

/** Shares or a membership that a query treats as ended, to find what users would see without them. */
export type EndedAccess = { shares: readonly string[] } | { group: string; member: string }

/**
 * Returns every calendar that a user sees, each with the highest level that the user has: rows `(calendar_id, level)`,
 * levels numbered as in `LEVELS` of lib/calendar/roles.ts (1 freebusy … 4 owner). Access comes from owning the
 * calendar, from membership of the group that owns it, from an accepted share with the user or the user's verified
 * address, or from a share with a group (where a viewer of the group stays a viewer). A deleted group gives no access.
 *
 * @param which `active` calendars, or those in the trash with the level that the user would have
 */
export function levelsOf(
  userId: string | SQL,
  which: 'active' | 'trashed' = 'active',
  ended?: EndedAccess,
): SQL {
  const { isMember, isShared } = exceptEnded(ended)
  const state = which === 'active' ? sql`c.deleted_at is null` : sql`c.deleted_at is not null`
  return sql`(
    select calendar_id, max(level) as level from (
      select c.id as calendar_id, 4 as level from calendars c where c.owner_user_id = ${userId}
      union all
      select c.id, case m.role when 'owner' then 4 when 'admin' then 4 when 'editor' then 3 else 2 end
        from members m join groups g on g.id = m.group_id and g.deleted_at is null
        join calendars c on c.owner_group_id = m.group_id where m.user_id = ${userId}${isMember}
      union all
      select s.calendar_id, ${levelOfShare} from shares s
        where s.user_id = ${userId} and s.accepted_at is not null${isShared}
      union all
      select s.calendar_id, ${levelOfShare} from users u join shares s on s.email = u.email
        where u.id = ${userId} and u.email_verified is not null and s.accepted_by = u.id${isShared}
      union all
      select s.calendar_id, least(${levelOfShare}, case m.role when 'viewer' then 2 else 4 end)
        from members m join groups g on g.id = m.group_id and g.deleted_at is null
        join shares s on s.group_id = m.group_id where m.user_id = ${userId}${isMember}${isShared}
    ) paths join calendars c on c.id = calendar_id and ${state} group by calendar_id
  )`
}

/**
 * Returns every user who sees a calendar, each with the highest level that the user has: rows `(user_id, level)`. The
 * inverse of {@link levelsOf}; a test compares them.
 *
 * @param calendarId as SQL, a column of a table whose alias this query does not use itself (`c`, `g`, `m`, `s`, `u`)
 * @param which `shared` also counts users whose direct share waits to be accepted
 */
export function readersOf(
  calendarId: string | SQL,
  which: 'reading' | 'shared' = 'reading',
  ended?: EndedAccess,
): SQL {
  const { isMember, isShared } = exceptEnded(ended)
  const isAccepted = which === 'reading' ? sql`s.accepted_at is not null` : sql`true`
  return sql`(
    select user_id, max(level) as level from (
      select c.owner_user_id as user_id, 4 as level from calendars c
        where c.id = ${calendarId} and c.owner_user_id is not null
      union all
      select m.user_id, case m.role when 'owner' then 4 when 'admin' then 4 when 'editor' then 3 else 2 end
        from calendars c join groups g on g.id = c.owner_group_id and g.deleted_at is null
        join members m on m.group_id = g.id where c.id = ${calendarId}${isMember}
      union all
      select s.user_id, ${levelOfShare} from shares s
        where s.calendar_id = ${calendarId} and s.user_id is not null and ${isAccepted}${isShared}
      union all
      select u.id, ${levelOfShare} from shares s join users u
        on u.id = s.accepted_by and u.email = s.email and u.email_verified is not null
        where s.calendar_id = ${calendarId}${isShared}
      union all
      select m.user_id, least(${levelOfShare}, case m.role when 'viewer' then 2 else 4 end)
        from shares s join groups g on g.id = s.group_id and g.deleted_at is null
        join members m on m.group_id = g.id where s.calendar_id = ${calendarId}${isMember}${isShared}
    ) paths join users reader on reader.id = user_id and reader.deleted_at is null
    where exists (select 1 from calendars c where c.id = ${calendarId} and c.deleted_at is null)
    group by user_id
  )`
}

/** Returns conditions that exclude the ended membership (rows `m`) or the ended shares (rows `s`). */
function exceptEnded(ended: EndedAccess | undefined): { isMember: SQL; isShared: SQL } {
  const none = sql``
  if (!ended) return { isMember: none, isShared: none }
  if ('group' in ended) {
    return {
      isMember: sql` and not (m.group_id = ${ended.group}::uuid and m.user_id = ${ended.member}::uuid)`,
      isShared: none,
    }
  }
  return {
    isMember: none,
    isShared: sql` and s.id not in (select jsonb_array_elements_text(${JSON.stringify(ended.shares)}::jsonb)::uuid)`,
  }
}

const levelOfShare = sql.raw(
  `case s.level when 'owner' then 4 when 'editor' then 3 when 'viewer' then 2 else 1 end`,
)
