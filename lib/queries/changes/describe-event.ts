import { canReadVersion, isAttendee, isHiddenFrom, withPart } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { fieldChanges, fieldValueAt, type HistoryField } from '@/lib/calendar/history'
import type { Participant } from '@/lib/calendar/participant'
import { isAtLeast } from '@/lib/calendar/roles'
import { type AttendedPart, attendedPart } from '@/lib/calendar/series/attended-part'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { attendedChanges } from './attended-changes'
import { type EventDescription, singleOccurrence, type ValueChange } from './descriptions'
import { isRestore, type RecordedChange } from './recorded-change'
import { attends, type ChangeViewer, calendarIn } from './viewer'

/** Describes an event as far as the viewer could read it before and after the change, and can read it now. */
export function describeEvent(change: RecordedChange, viewer: ChangeViewer): EventDescription | null {
  if (!canReadVersions(change, viewer)) return null
  const { before, after, splitOff } = versionsOf(change)
  const latest = splitOff ?? after ?? before
  const calendarId = calendarIdOfStream(change.stream)!
  const op = splitOff ? 'split' : change.op === 'added' && isRestore(change) ? 'restored' : change.op
  const description: Omit<EventDescription, 'title'> = {
    ...{ kind: 'event', op, id: change.id, calendarId, openAt: null, when: null, changes: [] },
  }
  if (!latest) return { ...description, title: null }
  const versions = [change.id, latest.id].map((id) => viewer.events.get(id)!)
  if (versions.some(({ shown }) => shown === 'title')) return { ...description, title: versions[0]!.title }
  const part = partOf(latest, viewer)
  const changes = visibleChanges(change, viewer)
  // The user attends none of the changed occurrences.
  if (part && op === 'changed' && !changes.length) return null
  const first = part?.isSingle ? Object.keys(part.overrides)[0] : undefined
  const occurrence = singleOccurrence(changes) ?? first ?? null
  const content = contentOf(withPart(latest, part))
  const span = fieldValueAt(content, occurrence, 'span') as Span
  return {
    ...description,
    title: fieldValueAt(content, occurrence, 'title') as string,
    openAt: after && versions.every(({ exists }) => exists) ? { id: latest.id, span } : null,
    when: span,
    changes,
  }
}

/**
 * Whether the viewer could read each version of the change and can read the event now. Of an event that was deleted
 * permanently no version is left to decide by, so only owners of its calendar learn that the event existed.
 */
export function canReadVersions(change: RecordedChange, viewer: ChangeViewer): boolean {
  const versions = Object.values(versionsOf(change)).filter((version) => version !== null)
  if (!versions.length) return calendarIn(viewer, calendarIdOfStream(change.stream))?.level === 'owner'
  return versions.every((version) => viewer.events.has(version.id) && canReadEventVersion(version, viewer))
}

/** Whether the viewer may read a version of an event: in its home calendar, or as an attendee of this version. */
export function canReadEventVersion(version: EventSnapshot, viewer: ChangeViewer): boolean {
  const level = calendarIn(viewer, version.calendarId)?.level
  if (readsAsAttendee(version, viewer)) {
    const { userId } = viewer
    return attends(viewer, version.id) && isAttendee(version, userId) && !isHiddenFrom(version, userId)
  }
  return canReadVersion(version, { userId: viewer.userId, isOwner: level === 'owner' })
}

function readsAsAttendee({ calendarId }: EventSnapshot, viewer: ChangeViewer): boolean {
  const level = calendarIn(viewer, calendarId)?.level
  return level === undefined || level === 'freebusy'
}

/** Returns the part of a version that the viewer reads as an attendee; undefined if that is all of it. */
function partOf(version: EventSnapshot, viewer: ChangeViewer): AttendedPart | undefined {
  if (!readsAsAttendee(version, viewer)) return undefined
  const isViewerIn = (people: readonly Participant[]) => people.some(({ userId }) => userId === viewer.userId)
  return attendedPart(contentOf(version), version.span.start, isViewerIn)
}

interface Versions {
  before: EventSnapshot | null
  after: EventSnapshot | null
  splitOff: EventSnapshot | null
}

function versionsOf({ before, after, splitOff = null }: RecordedChange): Versions {
  return { before: before as EventSnapshot | null, after: after as EventSnapshot | null, splitOff }
}

/** Whether the viewer may edit the events of a stream's calendar. */
export function isEditorIn(viewer: ChangeViewer, stream: string): boolean {
  const level = calendarIn(viewer, calendarIdOfStream(stream))?.level
  return level !== undefined && isAtLeast(level, 'editor')
}

/**
 * Returns the changed fields. Only editors see from whom an event is hidden, which groups it invites, and the attendees
 * of a hidden guest list. Calendar ids are omitted unless the viewer sees them.
 */
function visibleChanges(change: RecordedChange, viewer: ChangeViewer): ValueChange<HistoryField>[] {
  const isEditor = isEditorIn(viewer, change.stream)
  const hidesGuests =
    viewer.events.get(change.id)?.hidesGuests ||
    Object.values(versionsOf(change)).some((version) => version?.guestListHidden)
  const idIfVisible = (id: unknown) => calendarIn(viewer, id as string)?.id ?? null
  return changesFor(viewer, versionsOf(change))
    .filter(({ field }) => isEditor || !['hiddenFrom', 'groups'].includes(field))
    .filter(({ field }) => isEditor || !hidesGuests || field !== 'attendees')
    .map((change) =>
      change.field === 'calendarId'
        ? { ...change, from: idIfVisible(change.from), to: idIfVisible(change.to) }
        : change,
    )
}

/** Returns the differences between what the viewer may read of two versions. */
function changesFor(viewer: ChangeViewer, versions: Versions): ValueChange<HistoryField>[] {
  const { before, after, splitOff } = versions
  const parts = [before, after, splitOff].map((version) => (version ? partOf(version, viewer) : undefined))
  if (before && after && parts.some((part) => part?.isSingle))
    return attendedChanges(contentOf(before), contentOf(splitOff ?? after), viewer.userId)
  const [old, next, later] = [before, after, splitOff].map(
    (version, at) => version && withPart(version, parts[at]),
  )
  return changesBetween({ before: old ?? null, after: next ?? null, splitOff: later ?? null })
}

/** Returns the differences between two versions; of a split, those between the series and the part split off. */
function changesBetween({ before, after, splitOff }: Versions): ValueChange<HistoryField>[] {
  if (!before || !(splitOff ?? after)) return []
  const [old, next] = [contentOf(before), contentOf(splitOff ?? after!)]
  if (splitOff) {
    // Compared with the occurrence that became the first of the part split off, so that only intended changes differ.
    const first = old.recurrence ? { ...old, span: slotSpan(old, splitOff.span.start) } : old
    return fieldChanges(first, next).filter(
      ({ field, occurrence }) => occurrence === null && field !== 'rules',
    )
  }
  // Texts of rules and of occurrences need their spans.
  return fieldChanges(old, next).map((change) => {
    if (change.field === 'rules') return { ...change, spans: [before.span, after!.span] }
    if (change.field !== 'exists') return change
    const span = slotSpan(old, change.occurrence!)
    return { ...change, spans: [span, span] }
  })
}
