import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { levelsOf } from '@/lib/access/levels'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Participant } from '@/lib/calendar/participant'
import { splitKey } from '@/lib/calendar/server/incoming/flat-content'
import type { Span, SpanRow } from '@/lib/calendar/span'
import type { DescribedChange } from '@/lib/schemas/history'
import type { SyncConflictItem } from '@/lib/schemas/sync-log'
import { type Names, nameValues, userNames } from './changes/name-values'
import { openEvent, readableEvent, withSpan } from './sync-log'

const MAX_CONFLICTS = 100

/** Conflicts `s` that can be shown: not those of properties that Kinday does not know. */
export const isShownConflict = sql`s.resolved_at is null and s.field !~ '^(unknown/.*|overrides/[^/]*)$'`

interface ConflictRow {
  id: string
  field: string
  ours: unknown
  theirs: unknown
  title: string
  event: ({ id: string } & SpanRow) | null
  canChoose: boolean
}

/** Returns the open conflicts of a binding with both values, oldest first. */
export async function syncConflictsOf(
  db: Db,
  { row, actor }: Grant<'read', 'binding'>,
): Promise<SyncConflictItem[]> {
  const userId = (actor as { id: string }).id
  const rows = await db.execute<Columns<ConflictRow>>(sql`
    with levels as materialized (select * from ${levelsOf(userId)} l)
    select s.id, s.field, s.ours, s.theirs, shown.title, ${openEvent(sql`shown`)} as event,
      shown.read_only is null and shown.deleted_at is null and home.level >= 3 as "canChoose"
    from sync_conflicts s join links l on l.id = s.link_id
      join lateral ${readableEvent(userId, sql`l.event_id`)} shown on true
      join placements h on h.event_id = l.event_id and h.home
      left join levels home on home.calendar_id = h.calendar_id
    where l.binding_id = ${row.id} and ${isShownConflict} order by s.created_at, s.id limit ${MAX_CONFLICTS}`)
  const users = await userNames(db, rows.flatMap(usersIn))
  return rows.map(({ id, field, ours, theirs, title, event, canChoose }) => ({
    ...{ id, title, canChoose: canChoose ?? false },
    event: event && withSpan(event),
    deletedBy: field === 'deleted' ? (ours === null ? 'kinday' : 'remote') : null,
    changes: describeConflict({ field, ours, theirs }, { users, calendars: [], groups: [] }),
  }))
}

/** Returns the values of a conflict as the history shows changed fields. */
function describeConflict(
  { field, ours, theirs }: Pick<ConflictRow, 'field' | 'ours' | 'theirs'>,
  names: Names,
): DescribedChange[] {
  const [group, id, name] = splitKey(field)
  const change = (
    shown: string,
    from: unknown,
    to: unknown,
    more: Partial<DescribedChange> = {},
  ): DescribedChange =>
    nameValues({ occurrence: null, field: shown as DescribedChange['field'], from, to, ...more }, names)
  switch (group) {
    case 'deleted':
    case 'unknown':
      return []
    case 'when': {
      const [own, remote] = [ours, theirs] as { span: Span; rules: string[] | null }[]
      const spans: [Span, Span] = [own!.span, remote!.span]
      return [
        ...(isEqual(...spans) ? [] : [change('span', ...spans)]),
        ...(isEqual(own!.rules, remote!.rules)
          ? []
          : [change('rules', own!.rules ?? [], remote!.rules ?? [], { spans })]),
      ]
    }
    case 'attendees':
      return [change('attendees', asList(ours), asList(theirs))]
    case 'dates':
      return [change('dates', asList(ours), asList(theirs))]
    case 'exclusions':
      return [change('exists', !ours, !theirs, { occurrence: id! })]
    case 'overrides':
      return name ? [change(name, ours, theirs, { occurrence: id! })] : []
    default:
      return [change(group, ours, theirs)]
  }
}

function asList(value: unknown): unknown[] {
  return value === null ? [] : [value]
}

function usersIn({ ours, theirs }: ConflictRow): string[] {
  return [ours, theirs].flatMap((value) => (value as Partial<Participant> | null)?.userId ?? [])
}
