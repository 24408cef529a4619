import type { GatheringAccess, LockRule } from '@/lib/calendar/gatherings/choices'
import { slotKey } from '@/lib/calendar/gatherings/slot-pattern'
import type { Span } from '@/lib/calendar/span'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { Invitee } from './invite-participants'

/** The values of the form of a gathering. */
export interface GatheringDraft {
  title: string
  description: string
  location: string
  url: string
  /** Id of the group that owns it; '' for the user alone. */
  group: string
  access: GatheringAccess
  timeZone: string
  /** Id of the calendar of the event; '' to choose later. */
  calendarId: string
  spans: Span[]
  people: Invitee[]
  /** Date of the deadline; '' without one. */
  deadlineDay: string
  /** In minutes since midnight. */
  deadlineTime: number
  lockRule: LockRule
  /** '' for none. */
  quorum: string
  participantsAddSlots: boolean
  votesHidden: boolean
  participantsHidden: boolean
  holds: boolean
}

/** Returns the values of a new gathering. */
export function newDraft(timeZone: string, initial: Partial<GatheringDraft>): GatheringDraft {
  return {
    ...{
      title: '',
      description: '',
      location: '',
      url: '',
      group: '',
      access: initial.group ? 'members' : 'link',
    },
    ...{ timeZone, calendarId: '', spans: [], people: [], deadlineDay: '', deadlineTime: 20 * 60 },
    ...{ lockRule: 'none', quorum: '', participantsAddSlots: false },
    ...{ votesHidden: false, participantsHidden: false, holds: false },
    ...initial,
  }
}

/** Returns the values of an existing gathering. */
export function draftOfGathering({ gathering, slots }: GatheringPageData): GatheringDraft {
  const { deadline, quorum, group, calendarId, ...rest } = gathering
  const { title, description, location, url, access, timeZone, lockRule } = rest
  const { participantsAddSlots, votesHidden, participantsHidden, holds } = rest
  return {
    ...{ title, description, location, url, access, timeZone, lockRule },
    ...{ participantsAddSlots, votesHidden, participantsHidden, holds },
    group: group?.id ?? '',
    calendarId: calendarId ?? '',
    spans: slots.map(({ span }) => span),
    people: [],
    deadlineDay: deadline?.wall.slice(0, 10) ?? '',
    deadlineTime: deadline
      ? Number(deadline.wall.slice(11, 13)) * 60 + Number(deadline.wall.slice(14, 16))
      : 20 * 60,
    quorum: quorum === null ? '' : String(quorum),
  }
}

/** Returns the fields of a draft as commands take them. */
export function fieldsOf(draft: GatheringDraft) {
  const { title, description, location, url, access, timeZone, lockRule } = draft
  const { participantsAddSlots, votesHidden, participantsHidden, holds } = draft
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  const { deadlineDay, deadlineTime } = draft
  return {
    ...{ title, description, location, url, access, timeZone },
    ...{ participantsAddSlots, votesHidden, participantsHidden, holds },
    calendarId: draft.calendarId || null,
    deadline: deadlineDay
      ? `${deadlineDay}T${twoDigits(Math.floor(deadlineTime / 60))}:${twoDigits(deadlineTime % 60)}:00`
      : null,
    lockRule: deadlineDay ? lockRule : ('none' as const),
    quorum: draft.quorum ? Number(draft.quorum) : null,
  }
}

/** Returns the fields that differ from those of the gathering. */
export function changedGatheringFields(draft: GatheringDraft, page: GatheringPageData) {
  const [now, before] = [fieldsOf(draft), fieldsOf(draftOfGathering(page))]
  const names = Object.keys(now) as (keyof typeof now)[]
  return Object.fromEntries(
    names.filter((name) => now[name] !== before[name]).map((name) => [name, now[name]]),
  )
}

/** Returns the slots that were added and those that were removed, compared with the gathering. */
export function changedSlots({ spans }: GatheringDraft, { slots }: GatheringPageData) {
  const [kept, stored] = [new Set(spans.map(slotKey)), new Set(slots.map(({ span }) => slotKey(span)))]
  return {
    added: spans.filter((span) => !stored.has(slotKey(span))),
    removed: slots.filter(({ span }) => !kept.has(slotKey(span))).map(({ id }) => id),
  }
}
