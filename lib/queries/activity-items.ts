import { takesPart } from '@/lib/access/nouns/event'
import type { ReachedCalendar } from '@/lib/access/reach'
import type { EventSnapshot } from '@/lib/calendar/event'
import { same } from '@/lib/calendar/merge'
import type { Role } from '@/lib/calendar/roles'
import type { ActivityItem, ActivityKind, FieldChange, FieldValue } from '@/lib/schemas/activity'
import type { ShownEvents } from './activity-events'

/** A change as history holds it. */
export interface ChangeRow {
  stream: string
  changesetId: string
  entity: ActivityKind
  entityId: string
  op: 'added' | 'changed' | 'removed'
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What a viewer may know. */
export interface Seen {
  userId: string
  calendars: readonly ReachedCalendar[]
  shown: ShownEvents
  people: ReadonlyMap<string, { name: string; former: boolean }>
}

/** Text beyond this is told by its beginning. */
const MOST_TEXT = 300

/** A change as far as the viewer may know of it; undefined when that is not at all. */
export function itemOf(row: ChangeRow, actorId: string | null, seen: Seen): ActivityItem | undefined {
  const item: ActivityItem = {
    ...{ kind: row.entity, op: row.op, name: null, calendar: null, fields: [], span: null },
    ...{ self: row.entityId === actorId, role: null, email: null },
  }
  const both = { ...row.before, ...row.after }
  switch (row.entity) {
    case 'event':
      return eventItem(row, item, seen)
    case 'member':
      return {
        ...item,
        name: seen.people.get(row.entityId)?.name ?? null,
        role: (both.role as Role | undefined) ?? null,
      }
    case 'invitation':
      return {
        ...item,
        self: both.declined === true,
        role: (both.role as Role | undefined) ?? null,
        email: (both.email as string | null | undefined) ?? null,
      }
    default: {
      const calendar = seen.calendars.find(({ id }) => `calendar-${id}` === row.stream)
      return {
        ...item,
        name: (both.name as string | undefined) ?? calendar?.name ?? null,
        fields: fieldsOf(row, ['name', 'description', 'color', 'image'], (value) => value as FieldValue),
      }
    }
  }
}

/** Who signs up by an invitation is nobody yet when they join: it is they who did. */
export function newcomerIn(rows: readonly ChangeRow[]): string | null {
  return rows.find(({ entity, op }) => entity === 'member' && op === 'added')?.entityId ?? null
}

/** Users that a change names. */
export function namedIn(row: ChangeRow): string[] {
  if (row.entity === 'member') return [row.entityId]
  if (row.entity !== 'event') return []
  return [row.before, row.after].flatMap((snapshot) =>
    ((snapshot?.attendees ?? []) as EventSnapshot['attendees']).flatMap(({ userId }) => userId ?? []),
  )
}

function eventItem(row: ChangeRow, item: ActivityItem, seen: Seen): ActivityItem | undefined {
  const calendar = seen.calendars.find(({ id }) => `calendar-${id}` === row.stream)
  const owner = calendar?.level === 'owner'
  const snapshots = [row.before, row.after].flatMap((one) => (one ? [one as unknown as EventSnapshot] : []))
  const place = calendar ? { name: calendar.name, color: calendar.color } : null
  // Purged from the trash: history has forgotten what it was, private or not.
  if (!snapshots.length) return owner ? { ...item, calendar: place } : undefined
  const now = seen.shown.get(row.entityId)
  if (!now || !snapshots.every((snapshot) => owner || couldSee(seen.userId, snapshot))) return undefined
  const here = snapshots.every(({ calendarId }) => calendarId === calendar?.id)
  // Of what is shown here from elsewhere, only what it is called now.
  if (now.shown === 'title' || !here) return { ...item, name: now.title, calendar: place }
  return {
    ...item,
    name: snapshots.at(-1)!.title,
    calendar: place,
    span: snapshots.at(-1)!.span,
    fields: fieldsOf(row, EVENT_FIELDS, (value, field) => eventValue(value, field, seen)),
  }
}

const EVENT_FIELDS = [
  ...['title', 'span', 'recurrence', 'overrides', 'location', 'description', 'attendees'],
  ...['kind', 'status', 'done', 'visibility', 'busy', 'color'],
]

/** The rule of private events, as it was when history was written. */
function couldSee(userId: string, event: EventSnapshot): boolean {
  if (event.visibility !== 'private' || event.createdBy === userId) return true
  return takesPart(userId, event)
}

function eventValue(value: unknown, field: string, { people }: Seen): FieldValue {
  if (field === 'overrides') return Object.keys((value ?? {}) as object).length
  if (field !== 'attendees') return value as FieldValue
  return ((value ?? []) as EventSnapshot['attendees']).map(
    ({ userId, email, name }) => (userId && people.get(userId)?.name) || name || email || '?',
  )
}

/** Fields in which the two sides of a change differ. */
function fieldsOf(
  { op, before, after }: ChangeRow,
  fields: readonly string[],
  told: (value: unknown, field: string) => FieldValue,
): FieldChange[] {
  if (op !== 'changed') return []
  return fields
    .filter(
      (field) =>
        (field in (before ?? {}) || field in (after ?? {})) &&
        !same(before?.[field] ?? null, after?.[field] ?? null),
    )
    .map((field) => ({
      field,
      before: short(told(before?.[field] ?? null, field)),
      after: short(told(after?.[field] ?? null, field)),
    }))
}

function short(value: FieldValue): FieldValue {
  return typeof value === 'string' && value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value
}
