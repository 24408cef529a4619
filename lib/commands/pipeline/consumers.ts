import { isBeyondAlarms } from '@/lib/calendar/alarms/alarm-window'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import type { Participant } from '@/lib/calendar/participant'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import { calendarIdOfStream, gatheringIdOfStream, groupIdOfStream, userOf } from '@/lib/realtime/channels'
import type { Change } from './changes'

/** The changes that a consumer handles. */
interface Interest {
  entities: readonly Change['entity'][]
  handles(change: HandledPart): boolean
  /** Whether a change matters only if a member of the calendar's group has chosen notifications of all its events. */
  isForMembers?(change: HandledPart): boolean
  /** Whether changes matter only in calendars that are synced, of users who sync calendars, and of synced birthdays. */
  isForSync?: boolean
}

type HandledPart = Pick<Change, 'stream' | 'entity' | 'op' | 'before' | 'after'>

/**
 * The consumers of changes, by name: the work that follows a change outside its transaction. `lib/jobs/dispatch.ts`
 * runs them. A change that no consumer handles costs a command nothing.
 */
export const CONSUMERS = {
  /** Informs the account that has the address of a share. */
  'address-shares': {
    entities: ['share'],
    handles: ({ stream, before, after }) => stream.startsWith('owners-') && hasEmail(after ?? before),
  },
  /** Mails an address that a calendar was shared with it. */
  'share-mails': {
    entities: ['share'],
    handles: ({ stream, op, after }) => stream.startsWith('owners-') && op === 'added' && hasEmail(after),
  },
  /** Informs the accounts with whom a calendar is shared by address when the calendar is deleted or restored. */
  'address-calendars': {
    entities: ['calendar'],
    handles: ({ stream, op }) => stream.startsWith('calendar-') && op !== 'changed',
  },
  /** Rewrites the due alarms of events, of users, and of calendars that became visible to users. */
  alarms: {
    entities: [
      'alarms',
      'answer',
      'calendar',
      'event',
      'group',
      'layer',
      'member',
      'placement',
      'share',
      'user',
    ],
    handles: (change) => affectsAlarms(change),
  },
  /** Gives an account that verifies its address the answers that the address gave. */
  'claimed-answers': {
    entities: ['user'],
    handles: ({ stream, after }) =>
      stream.startsWith('user-') && Boolean((after as { emailVerified?: unknown } | null)?.emailVerified),
  },
  /** Notifies users of changes by others. */
  notifications: {
    entities: [
      ...(['event', 'answer', 'comment', 'member', 'share', 'invitation', 'task'] as const),
      ...(['gathering', 'participant', 'slot', 'vote'] as const),
    ],
    handles: ({ stream, op, before, after, entity }) => {
      if (entity === 'event' || entity === 'answer') return Boolean(before || after)
      if (entity === 'comment' || entity === 'vote') return Boolean(after)
      if (entity === 'slot') return Boolean(before || after)
      if (entity === 'gathering')
        return gatheringIdOfStream(stream) !== undefined && hasOtherStatus(before, after)
      if (entity === 'task') return isAssigned(before, after)
      if (op !== 'added' || !after) return false
      if (entity === 'participant') return true
      // Members without an account have no role. They do not join by themselves.
      if (entity === 'member')
        return stream.startsWith('group-') && (after as { role: unknown }).role !== null
      if (entity === 'share') return stream.startsWith('owners-') ? hasEmail(after) : true
      return hasEmail(after)
    },
    isForMembers: ({ entity, stream, before, after }) =>
      entity === 'event' &&
      calendarIdOfStream(stream) !== undefined &&
      !hasAttendees(before) &&
      !hasAttendees(after),
  },
  /** Updates the open pages of guests. */
  'guest-pages': {
    entities: ['event', 'answer', 'comment', 'calendar', 'task'],
    handles: ({ entity, stream, op, before, after }) => {
      if (entity === 'calendar') return stream.startsWith('calendar-') && op !== 'changed'
      if (/^(user|group|gathering)-/.test(stream)) return false
      if (entity === 'task') return isSheet(before) || isSheet(after)
      return entity === 'event' ? hasGuestPages(before) || hasGuestPages(after) : Boolean(before ?? after)
    },
  },
  /** Invites new members of a group to the events that invite its later members. */
  'invited-groups': {
    entities: ['member'],
    handles: ({ stream, op, after }) => stream.startsWith('group-') && op === 'added' && Boolean(after),
  },
  /** Mails guests without an account what changed for them. */
  'invitation-mails': {
    entities: ['event', 'calendar'],
    handles: ({ entity, stream, op, before, after }) =>
      entity === 'event'
        ? hasGuests(before) || hasGuests(after)
        : stream.startsWith('calendar-') && op !== 'changed',
  },
  /** Lets the sync of a calendar send changes, or end because its user has lost a permission. */
  sync: {
    entities: ['event', 'answer', 'calendar', 'layer', 'member', 'share', 'user'],
    handles: (change) => {
      const { entity, stream, op, before, after } = change
      const isOfUser = stream.startsWith('user-')
      if (entity === 'calendar') return stream.startsWith('calendar-') && op !== 'changed'
      if (entity === 'layer') return hasAlarms(before) || hasAlarms(after)
      if (entity === 'user' || groupIdOfStream(stream)) return affectsBirthdays(change)
      if (entity === 'member' || entity === 'share') return isOfUser && op !== 'added'
      return !isOfUser && calendarIdOfStream(stream) !== undefined && Boolean(before ?? after)
    },
    isForSync: true,
  },
} satisfies Record<string, Interest>

export type ConsumerName = keyof typeof CONSUMERS

/** A consumer, and a stream with changes that wait for it. */
export interface WaitingConsumer {
  consumer: ConsumerName
  stream: string
  /** Set if the changes wait only when a member of this calendar's group has chosen notifications of all its events. */
  membersOf?: string
  /**
   * Set if the changes wait only when this calendar is synced, this user syncs calendars, or the birthdays of this
   * group or of a group of this user are synced.
   */
  syncOf?: string
}

/** Returns the consumers that handle any of the changes, in the order of consumers and streams. */
export function waitingConsumersOf(changes: readonly Change[]): WaitingConsumer[] {
  return (Object.keys(CONSUMERS) as ConsumerName[]).sort().flatMap((consumer) => {
    const handled = changes.filter((change) => handles(consumer, change))
    const forEveryone = new Set(
      handled.flatMap((change) => (isForMembers(consumer, change) ? [] : change.stream)),
    )
    const streams = [...new Set(handled.map(({ stream }) => stream))].sort()
    const { isForSync }: Interest = CONSUMERS[consumer]
    return streams.map((stream) => ({
      ...{ consumer, stream },
      ...(!forEveryone.has(stream) && { membersOf: calendarIdOfStream(stream) }),
      ...(isForSync && { syncOf: calendarIdOfStream(stream) ?? groupIdOfStream(stream) ?? userOf(stream) }),
    }))
  })
}

function isForMembers(consumer: ConsumerName, change: HandledPart): boolean {
  const interest: Interest = CONSUMERS[consumer]
  return interest.isForMembers?.(change) ?? false
}

export function handles(consumer: ConsumerName, change: HandledPart): boolean {
  const interest: Interest = CONSUMERS[consumer]
  return interest.entities.includes(change.entity) && interest.handles(change)
}

function hasEmail(share: object | null | undefined): boolean {
  return Boolean((share as { email?: string | null } | null | undefined)?.email)
}

/** Checks whether a change of a layer is one of the user's alarms. */
function hasAlarms(layer: object | null | undefined): boolean {
  return layer != null && 'alarms' in layer
}

/** Checks whether a change affects the birthdays in a group: of a name, of a birthday, or of the members. */
function affectsBirthdays({ entity, stream, op, after }: HandledPart): boolean {
  if (entity === 'user')
    return (
      userOf(stream) !== undefined &&
      op === 'changed' &&
      after != null &&
      ('birthday' in after || 'name' in after)
    )
  if (entity !== 'member') return false
  return op !== 'changed' || (after as { role?: unknown } | null)?.role === null
}

/** Checks whether a change assigns a task to a member. */
function isAssigned(before: object | null | undefined, after: object | null | undefined): boolean {
  const assigneeOf = (task: object | null | undefined) => (task as Partial<RecordedTask> | null)?.assignee
  return Boolean(assigneeOf(after)) && assigneeOf(before) !== assigneeOf(after)
}

/** Checks whether a task is a sign-up sheet, which guests see. */
function isSheet(task: object | null | undefined): boolean {
  return (task as Partial<RecordedTask> | null | undefined)?.wanted != null
}

/** Checks whether a change gives a gathering another status. */
function hasOtherStatus(before: object | null | undefined, after: object | null | undefined): boolean {
  const statusOf = (version: object | null | undefined) => (version as { status?: string } | null)?.status
  return Boolean(before) && statusOf(after) !== undefined && statusOf(before) !== statusOf(after)
}

function isWithGroup(share: object | null | undefined): boolean {
  return Boolean((share as { groupId?: string | null } | null | undefined)?.groupId)
}

/** Checks whether a change affects due alarms. Of the copies of a change in several streams, only one is handled. */
function affectsAlarms({ stream, entity, op, before, after }: HandledPart): boolean {
  const isOfUser = stream.startsWith('user-')
  switch (entity) {
    // The default alarms of a user, or the reminder of a guest.
    case 'alarms':
      return true
    case 'event':
      return (
        !isOfUser && (before ? true : Boolean(after) && !isBeyondAlarms(after as EventSnapshot, Date.now()))
      )
    case 'answer':
    case 'placement':
      return !isOfUser && Boolean(before ?? after)
    case 'user':
      return isOfUser && Boolean(after && 'timeZone' in after)
    case 'calendar':
      return op === 'added' && stream.startsWith('calendar-')
    case 'group':
      return op === 'added' && stream.startsWith('group-')
    case 'share':
      return isOfUser || (stream.startsWith('owners-') && op !== 'removed' && isWithGroup(after))
    default:
      return isOfUser
  }
}

/** Checks whether an event, or an occurrence of it, has an attendee with an address and no account. */
function hasGuests(event: object | null | undefined): boolean {
  return attendeesOf(event).some(({ userId, email }) => !userId && email)
}

/** Checks whether an event, or an occurrence of it, has an attendee without an account, who may have a page. */
function hasGuestPages(event: object | null | undefined): boolean {
  return attendeesOf(event).some(({ userId }) => !userId)
}

function hasAttendees(event: object | null | undefined): boolean {
  return attendeesOf(event).length > 0
}

function attendeesOf(event: object | null | undefined): Participant[] {
  const { attendees = [], overrides = {} } = (event ?? {}) as Partial<EventContent>
  return [...attendees, ...Object.values(overrides).flatMap((override) => override.attendees ?? [])]
}
