import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { events } from '@/db/schema/events'
import { TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { type EndedAccess, levelsOf } from './levels'

/**
 * The viewer: a user by id (a value, or an expression of the query), or the holder of a feed's address. A feed has no
 * account: it shows no private events, and hidden events only if its creator also created the event. `ignoresHidden`:
 * the rule as if no event were hidden from the user, which must not be used to show events to this user.
 */
export type EventViewer = { userId: string | SQL; ignoresHidden?: boolean } | { feedOf: string }

/**
 * Returns the relation `visible_events`: the columns of `events`, and `detail`, the level of detail at which the viewer
 * sees the event through a placement: `full`, `title` or `busy`. Without a row, the event does not exist for this
 * viewer in that calendar.
 *
 * Of a series in an attendee's calendar, the columns contain only the occurrences that this attendee is invited to (see
 * {@link attendedPart}). `partial`: whether the series has other occurrences. `single`: whether the attendee is not
 * invited to the series, so its row in `attendees` and its own texts must not be shown. Queries must read the event
 * from this relation, not from `events`.
 *
 * It is the only rule of what a viewer sees, joined by every query that returns events: `from placements p cross join
 * lateral ${visibleEvents(viewer, level)} e`. Whether the event or its placement is in the trash is the query's own
 * condition. {@link detailFor} and {@link shownPart} of visibility.ts are the same rule in TypeScript; a property test
 * compares the two.
 *
 * @param level the viewer's level in the placement's calendar, at least 1 (see `levelsOf`)
 * @param placement alias of `placements` in the query
 */
export function visibleEvents(viewer: EventViewer, level: SQL, placement = 'p', ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  return sql`(
    select ${EVENT_COLUMNS}, part.single is not null as partial, coalesce(part.single, false) as single, case
        when ${level} < 2 or ${p}.detail = 'busy' then 'busy'
        when e.visibility <> 'private' or ${isCreatorOrAttendee(viewer)}
          or (${level} >= 4 and ${ownersSeePrivate(placement, ended)}) then ${p}.detail
        else 'busy' end as detail
    from events e left join lateral ${attendedPart(placement, ended)} part on true
    where e.id = ${p}.event_id and ${isActive(placement, ended)} and ${isNotHidden(viewer)})`
}

/** The columns of an event `e`, of which a placement may show only a `part`. */
const EVENT_COLUMNS = eventColumns()

function eventColumns(): SQL {
  const [part, own] = [(value: string) => `case when part.single is not null then ${value} end`, 'part.own']
  const replaced: Record<string, string> = {
    recurrence: `coalesce(${part('part.recurrence')}, e.recurrence)`,
    overrides: `coalesce(${part('part.overrides')}, e.overrides)`,
    color: `case when ${own} ? 'color' then ${own} ->> 'color' else e.color end`,
    busy: `coalesce((${own} ->> 'busy')::boolean, e.busy)`,
    done_at: `case when ${own} ? 'done' then case when (${own} ->> 'done')::boolean then e.updated_at end else e.done_at end`,
    unknown: `coalesce(${own} -> 'unknown', e.unknown)`,
  }
  for (const text of ['status', ...TEXT_FIELD_NAMES])
    replaced[text] = `coalesce(${own} ->> '${text}', e.${text})`
  const names = Object.keys(getTableColumns(events)).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
  const columns = names.map((name) => `${replaced[name] ?? `e.${name}`} as ${name}`)
  // As in the migrations that create these columns.
  const texts = (...fields: string[]) =>
    fields.map((field) => `own_texts(part.overrides, '${field}')`).join(` || ' ' || `)
  const searched = {
    search_title: `fold(${replaced.title}) || ' |' || fold(${texts('title')})`,
    search_place: `fold(${replaced.location} || ' ' || ${texts('location')})`,
    search_notes: `fold(${replaced.description} || ' ' || ${replaced.url} || ' ' || ${texts('description', 'url')} || ' ' || own_guests(part.overrides))`,
  }
  for (const [name, value] of Object.entries(searched)) {
    columns.push(`case when part.single is null then e.${name} else ${value} end as ${name}`)
  }
  return sql.raw(columns.join(', '))
}

/**
 * Returns the relation of the part of a series `e` that a placement shows: a row only if the user who placed it sees
 * the series as an attendee, and is not invited to all of it. `attendedPart` of lib/calendar/series in SQL.
 */
function attendedPart(placement: string, ended?: EndedAccess): SQL {
  const p = sql.raw(placement)
  // Aliases that no query uses for `placement`.
  return sql`(
    select single, shared.fields as own, coalesce(kept, '{}') as overrides, case when single
      then jsonb_build_object('rules', '[]'::jsonb, 'dates', dates,
        'exclusions', case when kept ? start then '[]'::jsonb else jsonb_build_array(start) end)
      else jsonb_set(e.recurrence, '{exclusions}', (
        select jsonb_agg(excluded.id order by excluded.id collate "C") from (
          select jsonb_array_elements_text(e.recurrence -> 'exclusions') union select unnest(left_out)) excluded (id)))
      end as recurrence
    from (
      select series.single,
        coalesce(e.start_date::text, to_char(e.start_wall, 'YYYY-MM-DD"T"HH24:MI:SS')) as start,
        jsonb_object_agg(entry.key, entry.value) filter (where entry.shown) as kept,
        array_agg(entry.key) filter (where not entry.shown) as left_out,
        coalesce(jsonb_agg(coalesce(written.date, entry.key) order by entry.key collate "C")
          filter (where entry.shown), '[]') as dates,
        min(entry.key collate "C") filter (where entry.shown) as first
      from (select not exists (select 1 from attendees a
          where a.event_id = e.id and a.user_id = ${p}.placed_by) as single) series
        cross join lateral (
          select key, value, not e.recurrence -> 'exclusions' ? key and coalesce(value -> 'attendees'
            @> jsonb_build_array(jsonb_build_object('userId', ${p}.placed_by)), not series.single) as shown
          from jsonb_each(e.overrides)) entry
        left join lateral (select date from jsonb_array_elements_text(e.recurrence -> 'dates') date
          where split_part(date, '/', 1) = entry.key limit 1) written on true
      where not ${p}.home and e.recurrence is not null and e.overrides <> '{}'
        and coalesce(${placerLevel(placement, ended)}, 0) < 2
      group by series.single
      having series.single or bool_or(not entry.shown)
    ) attended
    cross join lateral (
      select coalesce(jsonb_object_agg(field.key, field.value) filter (where single
        and field.key not in ('span', 'attendees')
        and not exists (select 1 from jsonb_each(kept) another where not another.value ? field.key)), '{}') as fields
      from jsonb_each(kept -> first) field) shared)`
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
export function isInvitationPlacement(placement = 'p', calendar = 'c'): SQL {
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
  return sql`(coalesce(e.created_by = ${viewer.userId}::uuid, false) or ${attendsEvent(viewer.userId)})`
}

/** Whether a user attends the event `e`, or any occurrence of it. */
export function attendsEvent(userId: string | SQL): SQL {
  return sql`(exists (select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId}::uuid)
    or ${attendsOccurrence(userId)})`
}

/** Whether a user attends the visible event `e`, or any visible occurrence of it. */
export function isShownAttendee(userId: string): SQL {
  return sql`((not e.single and exists (
    select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId}::uuid)) or ${attendsOccurrence(userId)})`
}

/** Whether a user attends an occurrence of the event `e` that has its own list of attendees. */
export function attendsOccurrence(userId: string | SQL): SQL {
  return sql`jsonb_path_exists(e.overrides, '$.*.attendees[*] ? (@.userId == $user)', jsonb_build_object('user', ${userId}::text))`
}

/**
 * Whether an event stays in the installation when a user's connection sends the events that they see: it is hidden from
 * someone, and another user has created it.
 * @param event alias of `events` in the query
 */
export function staysHere(userId: string, event = 'e'): SQL {
  const e = sql.raw(event)
  return sql`(${e}.created_by is distinct from ${userId}::uuid
    and exists (select 1 from hidden_from h where h.event_id = ${e}.id))`
}

/** Whether the event `e` is not hidden from the viewer. */
function isNotHidden(viewer: EventViewer): SQL {
  if ('feedOf' in viewer) {
    return sql`(e.created_by = ${viewer.feedOf}::uuid
      or not exists (select 1 from hidden_from h where h.event_id = e.id))`
  }
  if (viewer.ignoresHidden) return sql`true`
  // For a single user, the few events that are hidden from them are read once for the whole query.
  return typeof viewer.userId === 'string'
    ? sql`e.id not in (select h.event_id from hidden_from h where h.user_id = ${viewer.userId}::uuid)`
    : sql`not exists (select 1 from hidden_from h where h.event_id = e.id and h.user_id = ${viewer.userId})`
}
