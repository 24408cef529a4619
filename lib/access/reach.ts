import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { type Level, levelOf, type Role } from '@/lib/calendar/roles'
import type { CalendarSource } from '@/lib/calendar/tuple'
import { type Actor, userIdOf } from './actor'
import { levelsOf } from './levels'

declare const proof: unique symbol

export interface ReachedCalendar {
  id: string
  name: string
  /** The color that the actor chose, or else the calendar's. */
  color: string
  level: Level
  groupId: string | null
  ownerId: string | null
  /**
   * Name of the owner of a calendar that is shared with the actor. Null for the actor's own and their groups'
   * calendars.
   */
  sharedBy: string | null
  /** Position of the calendar's stream. */
  seq: number
  /** Position of the stream of its owners, for owners. */
  ownersSeq: number
  /** Whether the actor has hidden it in their own views. */
  hidden: boolean
  /** Where it is synced from; null if it is not, or if the actor sees only its busy times. */
  source: CalendarSource | null
}

export interface ReachedGroup {
  id: string
  name: string
  color: string
  role: Role
  /** Position of the group's stream. */
  seq: number
  /** Position of the stream of the members who manage the group, for them. */
  ownersSeq: number
}

/**
 * All calendars and groups that an actor sees, with level and stream position. Only this file creates one: queries for
 * range, search, feeds and free/busy take it as an argument, so they cannot run without a permission check.
 */
export interface Reach {
  readonly [proof]: true
  readonly userId: string
  /** Position of the actor's own stream. */
  readonly seq: number
  readonly calendars: readonly ReachedCalendar[]
  readonly groups: readonly ReachedGroup[]
}

/** Loads all that the actor sees in one query. @throws AppError SIGNED_OUT */
export async function loadReach(db: Db, actor: Actor): Promise<Reach> {
  const userId = userIdOf(actor)
  const row = singleRow(
    await db.execute<{ reach: RawReach }>(sql`select ${reachColumn(sql`${userId}::uuid`)} as reach`),
  )
  return reachOf(userId, row.reach)
}

/** Loads the reaches of users in one query, in the order of their ids. The caller bounds their number. */
export async function loadReaches(db: Db, userIds: readonly string[]): Promise<Reach[]> {
  if (!userIds.length) return []
  const rows = await db.execute<{ id: string; reach: RawReach }>(sql`
    select reader.id, ${reachColumn(sql`reader.id`)} as reach
    from (select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)) reader`)
  const reaches = new Map(rows.map(({ id, reach }) => [id, reachOf(id, reach)]))
  return userIds.map((id) => reaches.get(id)!)
}

/** Returns the reach of a user as a column of a query that finds the user, for {@link reachOf}. */
export function reachColumn(userId: SQL): SQL<RawReach> {
  return sql<RawReach>`json_build_array(
    coalesce((select seq from streams where stream = 'user-' || ${userId}), 0),
    (select coalesce(json_agg(json_build_array(c.id, c.name, coalesce(own.color, c.color), l.level,
        c.owner_group_id, c.owner_user_id, coalesce(s.seq, 0), coalesce(own.hidden, false), coalesce(u.name, g.name),
        case when l.level >= 4 then coalesce(o.seq, 0) else 0 end, ${sourceColumn(userId)})
        order by own.position nulls last, (c.owner_user_id = ${userId}) desc nulls last, c.created_at, c.id), '[]')
      from ${levelsOf(userId)} l
      join calendars c on c.id = l.calendar_id
      left join users u on u.id = c.owner_user_id and u.id <> ${userId}
      left join groups g on g.id = c.owner_group_id
      left join calendar_settings own on own.calendar_id = c.id and own.user_id = ${userId}
      left join streams s on s.stream = 'calendar-' || c.id
      left join streams o on l.level >= 4 and o.stream = 'owners-' || c.id),
    (select coalesce(json_agg(json_build_array(g.id, g.name, g.color, m.role, coalesce(s.seq, 0),
        case when m.role in ('owner', 'admin') then coalesce(o.seq, 0) else 0 end)
        order by m.created_at, g.id), '[]')
      from members m
      join groups g on g.id = m.group_id and g.deleted_at is null
      left join streams s on s.stream = 'group-' || g.id
      left join streams o on m.role in ('owner', 'admin') and o.stream = 'owners-' || g.id
      where m.user_id = ${userId}))`
}

/** Where the calendar `c`, which the user sees at level `l`, is synced from: by the user, else by another member. */
function sourceColumn(userId: SQL): SQL {
  return sql`case when l.level >= 2 then (
    select json_build_array(k.kind, case when k.user_id <> ${userId} then ku.name end)
    from bindings b join connections k on k.id = b.connection_id join users ku on ku.id = k.user_id
    where b.calendar_id = c.id order by k.user_id <> ${userId}, b.leader_id is not null, b.id limit 1) end`
}

/** Converts a value of {@link reachColumn} for this user. */
export function reachOf(userId: string, [seq, calendars, groups]: RawReach): Reach {
  const ownGroupIds = new Set(groups.map(([id]) => id))
  return {
    userId,
    seq,
    calendars: calendars.map(
      ([id, name, color, level, groupId, ownerId, seq, hidden, owner, ownersSeq, source]) => ({
        id,
        name,
        color,
        level: levelOf(level)!,
        groupId,
        ownerId,
        sharedBy: groupId && ownGroupIds.has(groupId) ? null : owner,
        seq,
        ownersSeq,
        hidden,
        source: source && (source[1] === null ? [source[0]] : [source[0], source[1]]),
      }),
    ),
    groups: groups.map(([id, name, color, role, seq, ownersSeq]) => ({
      id,
      name,
      color,
      role,
      seq,
      ownersSeq,
    })),
  } as unknown as Reach
}

type RawReach = [
  seq: number,
  calendars: [
    id: string,
    name: string,
    color: string,
    level: number,
    groupId: string | null,
    ownerId: string | null,
    seq: number,
    hidden: boolean,
    owner: string | null,
    ownersSeq: number,
    source: [kind: CalendarSource[0], by: string | null] | null,
  ][],
  groups: [id: string, name: string, color: string, role: Role, seq: number, ownersSeq: number][],
]
