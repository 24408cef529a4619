import type { GatheringStatus } from '@/lib/calendar/gatherings/choices'
import type { HistoryField } from '@/lib/calendar/history'
import type { Participant } from '@/lib/calendar/participant'
import type { Level, Role } from '@/lib/calendar/roles'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange } from '@/lib/schemas/history'

/** A changed field, with ids of users and calendars. */
export type ValueChange<Field = DescribedChange['field']> = Omit<DescribedChange, 'field' | 'person'> & {
  field: Field
}

type Op = 'added' | 'changed' | 'removed' | 'restored'

/** Description of a change for a viewer. */
export type ChangeDescription =
  | EventDescription
  | AnswerDescription
  | AttachmentDescription
  | CommentDescription
  | {
      kind: 'placement'
      op: Op
      event: { id: string; title: string }
      calendarId: string
      from: DetailLevel | null
      to: DetailLevel | null
    }
  | ProfileDescription
  | MemberDescription
  | TaskDescription
  | GatheringDescription
  | SlotsDescription
  | VoteDescription
  | {
      kind: 'invitation'
      op: Op
      groupId: string
      email: string | null
      role: Role | null
      isDeclined: boolean
    }
  | {
      kind: 'share'
      op: Op
      calendarId: string
      /** Null for an acceptance: the sharee is its author. */
      sharee: { userId: string | null; groupId: string | null; email: string | null } | null
      from: Level | null
      to: Level | null
      isAccepted: boolean
    }
  | { kind: 'feed'; op: Op; calendarId: string; level: 'full' | 'busy' | null }

export interface EventDescription {
  kind: 'event'
  op: Op | 'split'
  id: string
  calendarId: string
  /**
   * Title of the event, or of the occurrence if a single one was changed; null for an event that was deleted
   * permanently.
   */
  title: string | null
  /** Where the viewer can open it. */
  openAt: { id: string; span: Span } | null
  /** The time after the change, or before a deletion; null if the viewer may not read it. */
  when: Span | null
  changes: ValueChange<HistoryField>[]
}

export interface AnswerDescription {
  kind: 'answer'
  op: Op
  id: string
  calendarId: string
  title: string
  openAt: { id: string; span: Span } | null
  /** The attendee. */
  person: Participant
  changes: ValueChange<'answer' | 'partySize' | 'comment'>[]
}

export interface AttachmentDescription {
  kind: 'attachment'
  op: Op
  id: string
  calendarId: string
  /** Title of the event. */
  title: string
  openAt: { id: string; span: Span } | null
  /** The name of the added or removed file. */
  changes: ValueChange<'attachment'>[]
}

export interface CommentDescription {
  kind: 'comment'
  op: Op
  /** The event or gathering that it is about, with its title, or the group of the conversation. */
  event: { id: string; title: string } | null
  gathering: { title: string; slug: string } | null
  groupId: string | null
  /** The calendar of the event. */
  calendarId: string | null
  openAt: { id: string; span: Span } | null
  /** The author; null for a guest without an account. */
  userId: string | null
  /** Name of a guest without an account; null if it is no longer stored. */
  guestName: string | null
  /** Its present text, with mentions as ids; null if it was deleted. */
  text: string | null
  mentions: string[]
}

export interface ProfileDescription {
  kind: 'calendar' | 'group' | 'user'
  op: Op
  id: string
  /** Null if the change does not contain the name and the viewer no longer sees the calendar or group. */
  name: string | null
  changes: ValueChange<'name' | 'about' | 'image' | 'color'>[]
}

export interface MemberDescription {
  kind: 'member'
  op: Op
  groupId: string
  userId: string
  /** The roles before and after; null for a member without an account. */
  from: Role | null
  to: Role | null
  /** The name of a member without an account. */
  name: string | null
  /** Changes of the name and color. */
  changes: ProfileDescription['changes']
}

export interface TaskDescription {
  kind: 'task' | 'task-list'
  op: Op
  /** The group of its list; null for a task of an event or gathering. */
  groupId: string | null
  id: string
  /** Title of the task, or name of the list. */
  title: string
  /** Whether the change completed the task. */
  isCompleted: boolean
}

/** Fields of all descriptions of a gathering: its present title and slug. */
interface AboutGathering {
  op: Op
  id: string
  title: string
  slug: string
  groupId: string | null
}

export interface GatheringDescription extends AboutGathering {
  kind: 'gathering'
  /** The status that the change gave it; null if it did not change the status. */
  status: GatheringStatus | null
}

export interface SlotsDescription extends AboutGathering {
  kind: 'slot' | 'participant'
  /** Number of slots or participants. */
  count: number
}

export interface VoteDescription extends AboutGathering {
  kind: 'vote'
  participant: string
  /** The voter; null for a guest without an account. */
  userId: string | null
  guestName: string | null
  comment: string
}

/** Returns the ids of the users that a description names. */
export function userIdsIn(description: ChangeDescription): string[] {
  switch (description.kind) {
    case 'event':
      return description.changes.flatMap(({ field, from, to }) => {
        if (field === 'hiddenFrom') return [...(from as string[]), ...(to as string[])]
        if (field !== 'attendees') return []
        return [...(from as Participant[]), ...(to as Participant[])].flatMap(({ userId }) => userId ?? [])
      })
    case 'answer':
      return description.person.userId ? [description.person.userId] : []
    case 'comment':
      return [...description.mentions, ...(description.userId ? [description.userId] : [])]
    case 'member':
      return [description.userId]
    case 'vote':
      return description.userId ? [description.userId] : []
    case 'share':
      return description.sharee?.userId ? [description.sharee.userId] : []
    default:
      return []
  }
}

/** Returns the occurrence that all changed fields belong to; null if there is no single one. */
export function singleOccurrence(changes: readonly ValueChange<unknown>[]): RecurrenceId | null {
  const all = new Set(changes.map(({ occurrence }) => occurrence))
  return all.size === 1 ? [...all][0]! : null
}
