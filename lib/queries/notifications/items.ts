import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import { isAtLeast } from '@/lib/calendar/roles'
import { type Span, wallsOf } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { userIdsIn } from '@/lib/queries/changes/descriptions'
import { type Names, userNames } from '@/lib/queries/changes/name-values'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import { type ChangeViewer, changeViewer } from '@/lib/queries/changes/viewer'
import { eventInvitations } from '@/lib/queries/event-invitations'
import { historyEntryOf } from '@/lib/queries/history-entry'
import { receivedInvitations } from '@/lib/queries/invitations'
import { type LimitedEvent, limitedEvents, placeOf } from '@/lib/queries/limited-events'
import { receivedShares } from '@/lib/queries/shares'
import type { EventInvitation } from '@/lib/schemas/event-invitations'
import type { ReceivedInvitation } from '@/lib/schemas/invitation-preview'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { ReceivedShare } from '@/lib/schemas/shares'
import { causeOf, causesOf } from './causes'
import { type CurrentEvent, currentEvents } from './current-events'
import type { StoredNotification } from './stored-notification'

/** What the texts of notifications are made of. */
interface Sources {
  viewer: ChangeViewer
  zone: Zone
  names: Names
  events: ReadonlyMap<string, CurrentEvent>
  /** Events with limited places. */
  limited: ReadonlyMap<string, LimitedEvent>
  shares: readonly ReceivedShare[]
  /** Invitations to events that wait to be accepted. */
  pending: readonly EventInvitation[]
  invitations: readonly ReceivedInvitation[]
}

/**
 * Returns notifications with their content, as far as the user may read it now. Those that say nothing any more are
 * left out: the event was hidden or made private, the access has ended, or the change was undone.
 */
export async function notificationItems(
  db: Db,
  reach: Reach,
  zone: Zone,
  rows: readonly StoredNotification[],
): Promise<NotificationItem[]> {
  if (!rows.length) return []
  const causes = await causesOf(
    db,
    rows.map(({ id }) => id),
  )
  const current = rows.flatMap(({ eventId }) => (eventId ? { entity: 'event' as const, id: eventId } : []))
  const viewer = await changeViewer(db, reach, [...causes, ...current])
  const shown = rows.map((row) => {
    const own = causes.filter(({ notification }) => notification === row.id)
    return { row, change: causeOf(own, row, viewer) }
  })
  const sources: Sources = {
    ...{ viewer, zone },
    names: {
      users: await userNames(db, shown.flatMap(userIdsOf(viewer))),
      calendars: reach.calendars,
      groups: reach.groups,
    },
    events: await currentEvents(
      db,
      reach.userId,
      viewer.events,
      current.map(({ id }) => id),
    ),
    limited: await limitedEvents(db, [...new Set(rows.flatMap(mayBeOfPlaces))]),
    pending: rows.some(({ kind, eventId }) => kind === 'invited' && eventId)
      ? await eventInvitations(db, reach)
      : [],
    shares: rows.some(({ kind }) => kind === 'shared') ? await receivedShares(db, reach) : [],
    invitations: rows.some(({ kind }) => kind === 'invited') ? await receivedInvitations(db, reach) : [],
  }
  return shown.flatMap(({ row, change }) => itemOf(row, change, sources) ?? [])
}

/** Returns the event of a notification that may be about places. */
function mayBeOfPlaces({ kind, eventId }: StoredNotification): string[] {
  return kind === 'changed' && eventId ? [eventId] : []
}

const userIdsOf =
  (viewer: ChangeViewer) =>
  ({ change }: { change: RecordedChange | undefined }): string[] => {
    const description = change && describeChange(change, viewer)
    return [...(change?.by ? [change.by] : []), ...(description ? userIdsIn(description) : [])]
  }

function itemOf(
  row: StoredNotification,
  change: RecordedChange | undefined,
  sources: Sources,
): NotificationItem | undefined {
  const { id, kind, at, isRead, isLate, eventId } = row
  const by = change?.by ? { id: change.by, name: sources.names.users.get(change.by) ?? null } : null
  const empty = {
    ...{ id, kind, at, isRead, isLate, eventId, by, title: '', changes: [] },
    ...{ openAt: null, when: null, where: null, answer: null, isPending: false },
  }
  const content = contentOf(row, change, sources)
  return content && { ...empty, ...content }
}

type Content = Pick<NotificationItem, 'op'> & Partial<NotificationItem>

function contentOf(
  row: StoredNotification,
  change: RecordedChange | undefined,
  sources: Sources,
): Content | undefined {
  switch (row.kind) {
    case 'invited':
      return row.eventId ? invitationTo(row.eventId, sources) : groupInvitation(row, sources)
    case 'reminder':
      return row.eventId
        ? eventNow(row.eventId, row.recurrenceId, 'reminder', sources)
        : { op: 'reminders', where: null }
    case 'shared':
      return sharedCalendar(row, sources)
    case 'joined':
      return change && joined(change, sources)
    case 'mentioned':
      return undefined
    case 'changed':
      return change && ownPlace(change, row, sources)
    default:
      return row.eventId ? change && eventChange(change, row, sources) : severalEvents(row, sources)
  }
}

function invitationTo(eventId: string, sources: Sources): Content | undefined {
  const event = sources.events.get(eventId)
  if (!event || !sources.viewer.events.get(eventId)!.attends) return pendingInvitation(eventId, sources)
  const { version, status } = event
  return { ...eventNow(eventId, null, 'invited', sources)!, answer: { version, status } }
}

/** Returns an invitation that the user has to accept before they see more of the event. */
function pendingInvitation(eventId: string, { pending }: Sources): Content | undefined {
  const invitation = pending.find(({ id }) => id === eventId)
  if (!invitation) return undefined
  const { title, span: when, organizer: by } = invitation
  return { op: 'invited', title, when, by, isPending: true }
}

/** Returns an event or occurrence as it is now. */
function eventNow(
  id: string,
  occurrence: string | null,
  op: Content['op'],
  { events, zone }: Sources,
): Content | undefined {
  const event = events.get(id)
  if (!event) return undefined
  const when = event.spanAt(occurrence)
  return { op, title: event.titleAt(occurrence), when, openAt: linkTo(id, when, occurrence, zone) }
}

function linkTo(id: string, span: Span, occurrence: string | null, zone: Zone): NotificationItem['openAt'] {
  return { id, start: wallsOf(span, zone).start, occurrence }
}

function eventChange(
  change: RecordedChange,
  { kind }: StoredNotification,
  sources: Sources,
): Content | undefined {
  const { viewer, names, zone, events } = sources
  const description = describeChange(change, viewer)
  if (description?.kind !== 'event' && description?.kind !== 'answer') return undefined
  const step =
    description.kind === 'event'
      ? { change, event: description, answers: [] }
      : { change, event: null, answers: [description] }
  const entry = historyEntryOf(step, names)
  if (!entry) return undefined
  const { title, openAt } = description
  const changes = entry.changes.map(({ restorable: _, ...field }) => field)
  const occurrence = changes[0]?.occurrence ?? null
  // The former title: the sentence names the new one.
  const renamed = changes.length === 1 && changes[0]!.field === 'title' ? changes[0]! : undefined
  return {
    ...{ op: entry.op, changes, title: renamed ? String(renamed.from) : (title ?? '') },
    openAt: openAt && events.has(openAt.id) ? linkTo(openAt.id, openAt.span, occurrence, zone) : null,
    when: description.kind === 'event' ? description.when : null,
    where: kind === 'calendar-changed' ? calendarOf(description.calendarId, sources) : null,
  }
}

/** Returns a change, with whether the user has a place now if that may have changed. */
function ownPlace(change: RecordedChange, row: StoredNotification, sources: Sources): Content | undefined {
  const { eventId } = row
  if (!eventId) return undefined
  const limited = sources.limited.get(eventId)
  const place =
    limited && sources.viewer.events.get(eventId)?.attends
      ? placeOf(limited, sources.viewer.userId)
      : undefined
  const content = change.entity === 'event' ? eventChange(change, row, sources) : undefined
  const isOfPlaces = change.entity === 'answer' || content?.changes?.some(({ field }) => field === 'capacity')
  if (!isOfPlaces || !place) return content
  const event = eventNow(eventId, null, place, sources)
  return event && { ...event, changes: content?.changes ?? [] }
}

function severalEvents({ calendarId }: StoredNotification, sources: Sources): Content | undefined {
  const calendar = sources.viewer.calendars.find(({ id }) => id === calendarId)
  if (!calendar || !isAtLeast(calendar.level, 'viewer')) return undefined
  return { op: 'many', where: calendarOf(calendar.id, sources) }
}

function calendarOf(calendarId: string, { viewer }: Sources): NotificationItem['where'] {
  const calendar = viewer.calendars.find(({ id }) => id === calendarId)
  return calendar ? { name: calendar.name, color: calendar.color, href: null } : null
}

function joined(change: RecordedChange, { viewer, names }: Sources): Content | undefined {
  const description = describeChange(change, viewer)
  if (description?.kind !== 'member') return undefined
  const { groupId, userId } = description
  const group = viewer.groups.find(({ id }) => id === groupId)
  if (!group) return undefined
  const { name, color } = group
  return {
    ...{ op: 'joined', by: { id: userId, name: names.users.get(userId) ?? null } },
    where: { name, color, href: `/groups/${groupId}` },
  }
}

function sharedCalendar({ calendarId }: StoredNotification, sources: Sources): Content | undefined {
  const waiting = sources.shares.find(({ calendar, waiting }) => waiting && calendar === calendarId)
  if (waiting) {
    return { op: 'shared', where: { name: waiting.name, color: waiting.color, href: '/home' } }
  }
  const where = calendarId ? calendarOf(calendarId, sources) : null
  return where ? { op: 'shared', where: { ...where, href: `/calendars/${calendarId}` } } : undefined
}

function groupInvitation({ groupId }: StoredNotification, { invitations }: Sources): Content | undefined {
  const invitation = invitations.find((one) => one.groupId === groupId)
  if (!invitation) return undefined
  const { groupName: name, groupColor: color } = invitation
  return { op: 'group-invitation', where: { name, color, href: '/groups' } }
}
