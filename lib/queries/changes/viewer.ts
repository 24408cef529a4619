import type { Db } from '@/db/client'
import type { Entity } from '@/db/schema/changes'
import type { Reach, ReachedCalendar } from '@/lib/access/reach'
import { canManageGroup, isAtLeast } from '@/lib/calendar/roles'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import { type ReadableEvents, readableEvents } from './readable-events'
import { type ReadableGatherings, readableGatherings } from './readable-gatherings'
import type { RecordedChange } from './recorded-change'

/**
 * A user who reads changes, with the calendars, the groups, and the events and gatherings of the changes that they can
 * see now.
 */
export interface ChangeViewer extends Pick<Reach, 'userId' | 'calendars' | 'groups'> {
  events: ReadableEvents
  gatherings: ReadableGatherings
}

const EVENT_ENTITIES: readonly Entity[] = ['event', 'answer', 'attachment', 'comment', 'placement', 'task']

const GATHERING_ENTITIES: readonly Entity[] = ['gathering', 'slot', 'participant', 'vote', 'comment', 'task']

/** A change, as far as it says what it is about. */
type AboutChange = Pick<RecordedChange, 'entity' | 'id'> & Partial<Pick<RecordedChange, 'before' | 'after'>>

/** Returns the id of what a change is about: of the event or gathering of a task, otherwise that of the change. */
function subjectOf({ entity, id, before, after }: AboutChange): string | undefined {
  if (entity !== 'task') return id
  const { event, gathering } = (after ?? before ?? {}) as Partial<RecordedTask>
  return event ?? gathering
}

/** Loads what a user may read of the events and gatherings of changes. */
export async function loadChangeViewer(
  db: Db,
  reach: Reach,
  changes: readonly AboutChange[],
): Promise<ChangeViewer> {
  return (await loadChangeViewers(db, [reach], changes)).get(reach.userId)!
}

/** Loads what users may read of the events and gatherings of changes, by user id, in one query for each. */
export async function loadChangeViewers(
  db: Db,
  reaches: readonly Reach[],
  changes: readonly AboutChange[],
): Promise<Map<string, ChangeViewer>> {
  const subjects = (entities: readonly Entity[]) =>
    changes.flatMap((change) => (entities.includes(change.entity) ? (subjectOf(change) ?? []) : []))
  const events = await readableEvents(db, reaches, subjects(EVENT_ENTITIES))
  const gatherings = await readableGatherings(
    db,
    reaches.map(({ userId }) => userId),
    subjects(GATHERING_ENTITIES),
  )
  return new Map(
    reaches.map(({ userId, calendars, groups }) => [
      userId,
      { userId, calendars, groups, events: events.get(userId)!, gatherings: gatherings.get(userId)! },
    ]),
  )
}

export function calendarIn(viewer: ChangeViewer, id: string | undefined): ReachedCalendar | undefined {
  return viewer.calendars.find((calendar) => calendar.id === id)
}

/** Whether the viewer reads an event in full as one of its attendees, in any calendar. */
export function attends(viewer: ChangeViewer, eventId: string): boolean {
  const event = viewer.events.get(eventId)
  return event?.shown === 'full' && event.attends
}

/**
 * Whether the viewer may read a change in its stream. Attendees may read changes of the event, answers, comments and
 * tasks without access to the calendar. In `owners-<gathering>`, only its managers may. In `owners-<calendar>` and
 * `hidden-<calendar>`, users other than the owners may read some events (`canReadVersions`), and nothing else.
 */
export function canReadStream(
  change: Pick<RecordedChange, 'stream'> & AboutChange,
  viewer: ChangeViewer,
): boolean {
  const { stream, entity } = change
  const [, kind, id] = /^([a-z]+)-(.+)$/.exec(stream)!
  const gathering = viewer.gatherings.get(id!)
  if (gathering) return kind === 'gathering' || gathering.isManager
  const level = calendarIn(viewer, id)?.level
  const canReadCalendar = level !== undefined && isAtLeast(level, 'viewer')
  const canReadEvents =
    canReadCalendar || (entity !== 'placement' && attends(viewer, subjectOf(change) ?? change.id))
  const role = viewer.groups.find((group) => group.id === id)?.role
  switch (kind) {
    case 'calendar':
      return EVENT_ENTITIES.includes(entity) ? canReadEvents : canReadCalendar
    case 'owners':
      if (EVENT_ENTITIES.includes(entity)) return canReadEvents
      return level === 'owner' || (role !== undefined && canManageGroup(role))
    case 'hidden':
      return canReadEvents && EVENT_ENTITIES.includes(entity)
    case 'group':
      return role !== undefined
    case 'user':
      return id === viewer.userId
    default:
      return false
  }
}
