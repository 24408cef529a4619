import type { ReachedCalendar } from '@/lib/access/reach'
import { canReadVersion } from '@/lib/access/visibility'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/merge'
import type { Role } from '@/lib/calendar/roles'
import { calendarOf } from '@/lib/realtime/channels'
import type { ActivityItem } from '@/lib/schemas/activity'
import type { ActivityKind } from '@/lib/schemas/choices'
import { type DescribedChange, PROFILE_FIELDS } from '@/lib/schemas/history'
import type { ReadableEvents } from './activity-events'
import { describeChange, fieldChangesOf, withSpans } from './described-changes'

/** A row of `changes`. */
export interface ChangeRow {
  stream: string
  changesetId: string
  entity: ActivityKind
  entityId: string
  op: 'added' | 'changed' | 'removed'
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The changeset of a change: its author, its command, and whether it restores what it adds. */
export interface ChangesetInfo {
  actorId: string | null
  command: string
  back: boolean
  /** Number of its changes in a stream. */
  changes: number
}

/** The viewer, with the calendars, events and people that the viewer may read. */
export interface ActivityViewer {
  userId: string
  calendars: readonly ReachedCalendar[]
  shown: ReadableEvents
  people: ReadonlyMap<string, { name: string; former: boolean }>
}

/** Returns the part of a change that the viewer may read; undefined if that is nothing. */
export function activityItemOf(
  row: ChangeRow,
  changeset: ChangesetInfo,
  viewer: ActivityViewer,
): ActivityItem | undefined {
  const { actorId } = changeset
  const item: ActivityItem = {
    ...{
      kind: row.entity,
      op: row.op === 'added' && changeset.back ? 'restored' : row.op,
      name: null,
      calendar: null,
      event: null,
      changes: [],
    },
    ...{ self: row.entityId === actorId, role: null, isTransfer: false, email: null },
  }
  const values = { ...row.before, ...row.after }
  switch (row.entity) {
    case 'event':
      return eventItem(row, item, viewer)
    case 'member': {
      const isTransfer = changeset.command === 'transferGroup'
      // The new owner's former admin role is implied, unless it was transferred to a member who was an owner already.
      if (isTransfer && item.self && changeset.changes > 1) return undefined
      return {
        ...item,
        isTransfer: isTransfer && !item.self,
        name: viewer.people.get(row.entityId)?.name ?? null,
        role: (values.role as Role | undefined) ?? null,
      }
    }
    case 'invitation':
      return {
        ...item,
        self: values.declined === true,
        role: (values.role as Role | undefined) ?? null,
        email: (values.email as string | null | undefined) ?? null,
      }
    default: {
      const calendar = viewer.calendars.find(({ id }) => id === calendarOf(row.stream))
      return {
        ...item,
        name: (values.name as string | undefined) ?? calendar?.name ?? null,
        changes: profileChanges(row),
      }
    }
  }
}

/**
 * Returns the user who joined a group. A user who signs up by an invitation joins before being signed in, so the
 * changeset has no author: the new member is the author.
 */
export function joinedUserOf(rows: readonly ChangeRow[]): string | null {
  return rows.find(({ entity, op }) => entity === 'member' && op === 'added')?.entityId ?? null
}

/** Returns the ids of the users that a change names. */
export function mentionedUsers(row: ChangeRow): string[] {
  if (row.entity === 'member') return [row.entityId]
  if (row.entity !== 'event') return []
  return [row.before, row.after].flatMap((snapshot) => {
    const { attendees = [], overrides = {} } = (snapshot ?? {}) as Partial<EventSnapshot>
    const own = Object.values(overrides).flatMap((override) => override.attendees ?? [])
    return [...attendees, ...own].flatMap(({ userId }) => userId ?? [])
  })
}

function eventItem(row: ChangeRow, item: ActivityItem, viewer: ActivityViewer): ActivityItem | undefined {
  const calendar = viewer.calendars.find(({ id }) => id === calendarOf(row.stream))
  const owner = calendar?.level === 'owner'
  const snapshots = [row.before, row.after].flatMap((one) => (one ? [one as unknown as EventSnapshot] : []))
  const place = calendar ? { name: calendar.name, color: calendar.color } : null
  // Purged from the trash: the history no longer has the event's content, nor whether it was private.
  if (!snapshots.length) return owner ? { ...item, calendar: place } : undefined
  const now = viewer.shown.get(row.entityId)
  const reader = { userId: viewer.userId, isOwner: owner }
  if (!now || !snapshots.every((version) => canReadVersion(version, reader))) return undefined
  const here = snapshots.every(({ calendarId }) => calendarId === calendar?.id)
  // Of an event that is placed here from another calendar, only the current title is shown.
  if (now.shown === 'title' || !here) return { ...item, name: now.title, calendar: place }
  return {
    ...item,
    name: snapshots.at(-1)!.title,
    calendar: place,
    event: now.exists && row.after ? { id: row.entityId, span: snapshots.at(-1)!.span } : null,
    changes: eventChanges(row, viewer),
  }
}

function eventChanges(
  { before, after }: ChangeRow,
  { people, calendars }: ActivityViewer,
): DescribedChange[] {
  const versions = {
    before: before as EventSnapshot | null,
    after: after as EventSnapshot | null,
    rest: null,
  }
  const names = new Map([...people].flatMap(([id, { name, former }]) => (former ? [] : [[id, name]])))
  return fieldChangesOf(versions).map((change) =>
    describeChange(withSpans(change, versions), names, calendars),
  )
}

/**
 * Returns the changed profile fields of a group or calendar. Their description has another field name than an event's.
 */
function profileChanges({ op, before, after }: ChangeRow): DescribedChange[] {
  if (op !== 'changed') return []
  return PROFILE_FIELDS.flatMap((field) => {
    const key = field === 'about' ? 'description' : field
    const [from, to] = [before?.[key] ?? null, after?.[key] ?? null]
    return isEqual(from, to) ? [] : [describeChange({ occurrence: null, field, from, to }, new Map(), [])]
  })
}
