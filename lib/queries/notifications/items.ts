import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import { withNames } from '@/lib/calendar/mentions'
import { isAtLeast } from '@/lib/calendar/roles'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { type Span, wallsOf } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { nameValues } from '@/lib/queries/changes/name-values'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import { historyEntryOf } from '@/lib/queries/history-entry'
import { placeOf } from '@/lib/queries/limited-events'
import type { NotificationItem } from '@/lib/schemas/notifications'
import { gatheringContent, linkToGathering } from './gathering-content'
import type { NotifiedTask } from './notified-tasks'
import { loadSources, type NotificationReader, type Sources } from './sources'
import type { StoredNotification } from './stored-notification'

/**
 * Returns notifications with their content, as far as the user may read it now. Leaves out notifications without
 * readable content: the event was hidden or made private, the access has ended, or the change was undone.
 */
export async function notificationItems(
  db: Db,
  reach: Reach,
  zone: Zone,
  rows: readonly StoredNotification[],
): Promise<NotificationItem[]> {
  return notificationItemsOf(db, [{ reach, zone, rows }])
}

/**
 * Returns the notifications of several users with their content, see {@link notificationItems}. The number of queries
 * does not depend on that of the users, except for invitations and shares.
 */
export async function notificationItemsOf(
  db: Db,
  readers: readonly NotificationReader[],
): Promise<NotificationItem[]> {
  return (await loadSources(db, readers)).flatMap(({ shown, ...sources }) =>
    shown.flatMap(({ row, change }) => itemOf(row, change, sources) ?? []),
  )
}

function itemOf(
  row: StoredNotification,
  change: RecordedChange | undefined,
  sources: Sources,
): NotificationItem | undefined {
  const { id, kind, at, isRead, isLate, eventId } = row
  const by = change?.by ? { id: change.by, name: sources.names.users.get(change.by) ?? null } : null
  const base = {
    ...{ id, kind, at, isRead, isLate, eventId, by, origin: change?.origin ?? null, title: '', changes: [] },
    ...{ openAt: null, when: null, where: null, answer: null, isPending: false, count: 1 },
  }
  const content = contentOf(row, change, sources)
  return content && { ...base, ...content }
}

/** The page of connected calendars. */
const SYNC_SETTINGS = '/settings/calendars'

type Content = Pick<NotificationItem, 'op'> & Partial<NotificationItem>

function contentOf(
  row: StoredNotification,
  change: RecordedChange | undefined,
  sources: Sources,
): Content | undefined {
  if (row.gatheringId && !row.taskId && row.kind !== 'mentioned' && row.kind !== 'commented')
    return gatheringContent(row, change, sources)
  switch (row.kind) {
    case 'invited':
      return row.eventId
        ? invitationTo(row.eventId, row.recurrenceId, sources)
        : groupInvitation(row, sources)
    case 'reminder':
      return row.eventId
        ? eventNow(row.eventId, row.recurrenceId, 'reminder', sources)
        : { op: 'reminders', where: null }
    case 'shared':
      return sharedCalendar(row, sources)
    case 'sync-problem':
      return syncProblem(row, sources)
    case 'joined':
      return change && joined(change, sources)
    case 'task-assigned':
    case 'task-due':
    case 'duty':
    case 'unclaimed':
      return taskNow(row, sources)
    case 'mentioned':
    case 'commented':
      return change && commented(change, row, sources)
    case 'changed':
      return change && ownPlace(change, row, sources)
    default:
      return row.eventId ? change && eventChange(change, row, sources) : severalEvents(row, sources)
  }
}

function invitationTo(
  eventId: string,
  occurrence: RecurrenceId | null,
  sources: Sources,
): Content | undefined {
  const event = sources.events.get(eventId)
  if (!event || !sources.viewer.events.get(eventId)!.attends) return pendingInvitation(eventId, sources)
  const answer = { version: event.version, status: event.statusAt(occurrence) }
  return { ...eventNow(eventId, occurrence, 'invited', sources)!, answer }
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
  const openAt = linkTo(id, when, occurrence ?? event.first, zone)
  return { op, title: event.titleAt(occurrence), when, openAt }
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
      ? { change, event: description, answers: [], attachments: [], comments: [] }
      : { change, event: null, answers: [description], attachments: [], comments: [] }
  const entry = historyEntryOf(step, names)
  if (!entry) return undefined
  const { title, openAt } = description
  const { op } = entry
  // The step has no comments.
  if (op === 'comment-edited' || op === 'comment-deleted') return undefined
  const changes = entry.changes.map(({ restorable: _, ...field }) => field)
  const occurrence = changes[0]?.occurrence ?? null
  // The former title: the sentence names the new one.
  const titleChange = changes.length === 1 && changes[0]!.field === 'title' ? changes[0]! : undefined
  return {
    ...{ op, changes, title: titleChange ? String(titleChange.from) : (title ?? '') },
    openAt: openAt && events.has(openAt.id) ? linkTo(openAt.id, openAt.span, occurrence, zone) : null,
    when: description.kind === 'event' ? description.when : null,
    where: kind === 'calendar-changed' ? calendarOf(description.calendarId, sources) : null,
  }
}

/** Returns the content of a change and, if the change can affect it, whether the user has a place now. */
function ownPlace(change: RecordedChange, row: StoredNotification, sources: Sources): Content | undefined {
  const { eventId } = row
  if (!eventId) return undefined
  const limited = sources.limited.get(eventId)
  const place =
    limited && sources.viewer.events.get(eventId)?.attends
      ? placeOf(limited, { userId: sources.viewer.userId, email: null, name: null })
      : undefined
  const content = change.entity === 'event' ? eventChange(change, row, sources) : undefined
  const fields = content?.changes?.map(({ field }) => field)
  // Users are notified of changes of other attendees only if the change may give them a place.
  const canAffectPlace =
    change.entity === 'answer' ||
    fields?.includes('capacity') ||
    fields?.every((field) => field === 'attendees')
  if (!canAffectPlace || !place) return content
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

/** Returns the last of the comments that a notification covers. Longer texts are cut off. */
function commented(
  change: RecordedChange,
  { kind }: StoredNotification,
  sources: Sources,
): Content | undefined {
  const { viewer, names } = sources
  const description = describeChange(change, viewer)
  if (description?.kind !== 'comment' || description.text === null) return undefined
  const { event, gathering, groupId, userId, guestName, text } = description
  const count = change.commentCount ?? 1
  const named = withNames(text, (id) => names.users.get(id) ?? '…')
  const field = nameValues({ occurrence: null, field: 'comment' as const, from: '', to: named }, names)
  const content = { count, changes: [userId ? field : { ...field, person: guestName }] }
  if (event) {
    const op = kind === 'mentioned' ? kind : count > 1 ? 'comments' : 'commented'
    const current = eventNow(event.id, null, op, sources)
    return current && { ...current, ...content }
  }
  if (gathering) {
    const op = kind === 'mentioned' ? kind : count > 1 ? 'comments' : 'commented'
    return { op, ...content, ...linkToGathering(gathering) }
  }
  const group = viewer.groups.find(({ id }) => id === groupId)
  if (!group) return undefined
  const op = kind === 'mentioned' ? 'mentioned-in-group' : count > 1 ? 'messages' : 'message'
  const { name, color } = group
  return { op, ...content, where: { name, color, href: `/groups/${groupId}` } }
}

function sharedCalendar({ calendarId }: StoredNotification, sources: Sources): Content | undefined {
  const share = sources.shares.find(({ calendar, isWaiting }) => isWaiting && calendar === calendarId)
  if (share) {
    return { op: 'shared', where: { name: share.name, color: share.color, href: '/home' } }
  }
  const where = calendarId ? calendarOf(calendarId, sources) : null
  return where ? { op: 'shared', where: { ...where, href: `/calendars/${calendarId}` } } : undefined
}

function syncProblem({ id }: StoredNotification, { syncProblems }: Sources): Content | undefined {
  const problem = syncProblems.get(id)
  if (!problem) return undefined
  const { op, name, color, binding } = problem
  return { op, where: { name, color, href: binding ? `${SYNC_SETTINGS}/sync/${binding}` : SYNC_SETTINGS } }
}

/** Returns a task that the user sees, if it still needs what the notification says. */
function taskNow({ kind, taskId }: StoredNotification, { viewer, tasks }: Sources): Content | undefined {
  const task = taskId ? tasks.get(taskId) : undefined
  const op = task && neededOf(task, kind, viewer.userId)
  if (!op) return undefined
  const { title, name, color, path: href, group, event: eventId, gathering } = task
  const event = eventId ? viewer.events.get(eventId) : undefined
  const isShown = eventId
    ? event?.exists && event.shown === 'full' && !event.part?.isSingle
    : gathering
      ? viewer.gatherings.has(gathering)
      : viewer.groups.some(({ id }) => id === group)
  return isShown ? { op, title, where: { name, color, href } } : undefined
}

/** Returns what a task needs of a user now; undefined if it needs nothing. */
function neededOf(
  { assignee, isDuty, handedTo, awaitsConfirmation }: NotifiedTask,
  kind: StoredNotification['kind'],
  userId: string,
): Content['op'] | undefined {
  const isOwn = assignee === userId
  if (kind === 'task-assigned' || kind === 'task-due') return isOwn ? kind : undefined
  if (!isDuty) return undefined
  if (kind === 'unclaimed') {
    if (assignee === null) return 'unclaimed'
    return awaitsConfirmation && !isOwn ? 'unconfirmed' : undefined
  }
  if (handedTo === userId) return 'duty-asked'
  return isOwn && awaitsConfirmation ? 'duty-reminder' : undefined
}

function groupInvitation({ groupId }: StoredNotification, { invitations }: Sources): Content | undefined {
  const invitation = invitations.find((received) => received.groupId === groupId)
  if (!invitation) return undefined
  const { groupName: name, groupColor: color } = invitation
  return { op: 'group-invitation', where: { name, color, href: '/groups' } }
}
