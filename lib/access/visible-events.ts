import { type SQL, sql } from 'drizzle-orm'
import { type EndedAccess, levelsOf } from './levels'

/**
 * The viewer: a user by id (a value, or an expression of the query), or the holder of a feed's address. A feed has no
 * account: it shows no private events, and hidden events only if its creator also created the event.
 */
export type EventViewer = { userId: string | SQL } | { feedOf: string }

/**
 * Returns the relation `visible_events`: the columns of `events`, and `detail`, the level of detail at which the viewer
 * sees the event through a placement: `full`, `title` or `busy`. Without a row, the event does not exist for this
 * viewer in that calendar.
 *
 * It is the only rule of what a viewer sees, joined by every query that returns events: `from placements p cross join
 * lateral ${visibleEvents(viewer, level)} e`. Whether the event or its placement is in the trash is the query's own
 * condition. {@link detailFor} of visibility.ts is the same rule in TypeScript; a property test compares the two.
 *
 * @param level the viewer's level in the placement's calendar, at least 1 (see `levelsOf`)
 * @param placement alias of `placements` in the query
 */
export function visibleEvents(viewer: EventViewer, level: SQL, placement = 'p', ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  return sql`(
    select e.*, case
        when ${level} < 2 or ${p}.detail = 'busy' then 'busy'
        when e.visibility <> 'private' or ${isCreatorOrAttendee(viewer)}
          or (${level} >= 4 and ${ownersSeePrivate(placement, ended)}) then ${p}.detail
        else 'busy' end as detail
    from events e
    where e.id = ${p}.event_id and ${isActive(placement, ended)} and ${isNotHidden(viewer)})`
}

/**
 * Whether a placement `p` shows its event. The home placement does; any other as long as the user who placed it attends
 * the event or can read it in its home calendar: no user keeps access to an event by placing it. See
 * docs/decisions/0014 and 0029.
 */
export function isActive(placement = 'p', ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  return sql`(${p}.home or ((${placerAttends(placement)} or ${placerLevel(placement, ended)} >= 2) and not exists (
    select 1 from hidden_from h where h.event_id = ${p}.event_id and h.user_id = ${p}.placed_by)))`
}

/** Whether the user who placed `p` attends the event, or any occurrence of it. */
export function placerAttends(placement = 'p'): SQL {
  const p = sql.raw(placement)
  return sql`(exists (select 1 from attendees a where a.event_id = ${p}.event_id and a.user_id = ${p}.placed_by)
    or exists (select 1 from events e where e.id = ${p}.event_id and ${attendsOccurrence(sql`${p}.placed_by`)}))`
}

/**
 * Whether a placement `p` in a calendar `c` is an invitation: an attendee's own placement in a calendar of their own.
 * Editors of the event see neither the placement nor its readers: these would reveal which calendars an attendee reads,
 * and whom an attendee has blocked.
 */
export function isInvitation(placement = 'p', calendar = 'c'): SQL {
  const p = sql.raw(placement)
  return sql`(not ${p}.home and coalesce(${sql.raw(calendar)}.owner_user_id = ${p}.placed_by, false) and ${placerAttends(placement)})`
}

/** Returns the level that the user who placed `p` has in the event's home calendar; null without one. */
export function placerLevel(placement = 'p', ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  return sql`(select placer.level from ${levelsOf(sql`${p}.placed_by`, 'active', ended)} placer where placer.calendar_id = (
    select h.calendar_id from placements h where h.event_id = ${p}.event_id and h.home))`
}

/**
 * Whether a placement `p` shows the private event `e` to its calendar's owners: the user who placed it sees it in the
 * home calendar.
 */
export function ownersSeePrivate(placement = 'p', ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  const placer = { userId: sql`${p}.placed_by` }
  return sql`(${p}.home or ${placerLevel(placement, ended)} >= 4 or ${isCreatorOrAttendee(placer)})`
}

/** Whether the viewer created the event `e` or attends it. */
export function isCreatorOrAttendee(viewer: EventViewer): SQL {
  if ('feedOf' in viewer) return sql`false`
  return sql`(coalesce(e.created_by = ${viewer.userId}::uuid, false) or ${isAttendee(viewer.userId)})`
}

/** Whether a user attends the event `e`, or any occurrence of it. */
export function isAttendee(userId: string | SQL): SQL {
  return sql`(exists (select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId}::uuid)
    or ${attendsOccurrence(userId)})`
}

/** Whether a user attends an occurrence of the event `e` that has its own list of attendees. */
export function attendsOccurrence(userId: string | SQL): SQL {
  return sql`jsonb_path_exists(e.overrides, '$.*.attendees[*] ? (@.userId == $user)', jsonb_build_object('user', ${userId}::text))`
}

/** Whether the event `e` is not hidden from the viewer. */
function isNotHidden(viewer: EventViewer): SQL {
  if ('feedOf' in viewer) {
    return sql`(e.created_by = ${viewer.feedOf}::uuid
      or not exists (select 1 from hidden_from h where h.event_id = e.id))`
  }
  // For a single user, the few events that are hidden from them are read once for the whole query.
  return typeof viewer.userId === 'string'
    ? sql`e.id not in (select h.event_id from hidden_from h where h.user_id = ${viewer.userId}::uuid)`
    : sql`not exists (select 1 from hidden_from h where h.event_id = e.id and h.user_id = ${viewer.userId})`
}
