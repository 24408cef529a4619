import { changedFields } from '@/lib/calendar/merge'
import { isOfPart } from '@/lib/calendar/series/attended-part'
import type { RecordedTask, RecordedTaskList } from '@/lib/calendar/tasks/task'
import { groupIdOfStream } from '@/lib/realtime/channels'
import { canReadEventVersion, isEditorIn } from './describe-event'
import type { TaskDescription } from './descriptions'
import type { RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/**
 * Describes a task, for readers of its gathering, and of its event now and at the time of the change. A new position in
 * its list is not described, nor is the next task of a recurring one, nor who takes a part of a sign-up sheet to viewers
 * who do not see the other people.
 */
export function describeTask(
  { stream, id, op, by, before, after, answeredVersion }: RecordedChange,
  viewer: ChangeViewer,
): TaskDescription | null {
  const [old, next] = [before, after] as (RecordedTask | null)[]
  const shown = next ?? old
  const groupId = groupIdOfStream(stream) ?? null
  if (!shown || (!groupId && !seesOwner(shown, viewer))) return null
  if (answeredVersion && !canReadEventVersion(answeredVersion, viewer)) return null
  const changed = old && next ? changedFields(old, next) : []
  if (op === 'changed' && !changed.some((field) => !UNSHOWN.includes(field))) return null
  if (changed.includes('claim') && by !== viewer.userId && !seesPeople(shown, stream, viewer)) return null
  const isCompleted = changed.includes('status') && next?.status === 'done'
  return { kind: 'task', op, groupId, id, title: shown.title, isCompleted }
}

/** Whether a viewer sees the event or gathering that a task belongs to, and its tasks. */
function seesOwner({ event: eventId, occurrence, gathering }: RecordedTask, viewer: ChangeViewer): boolean {
  if (gathering) return viewer.gatherings.has(gathering)
  const event = eventId ? viewer.events.get(eventId) : undefined
  if (event?.shown !== 'full' || !event.exists) return false
  return !event.part || (!event.part.isSingle && isOfPart(event.part, occurrence ?? null))
}

/** Whether a viewer sees who else takes part in the event or gathering of a task. */
function seesPeople(
  { event: eventId, gathering: gatheringId }: RecordedTask,
  stream: string,
  viewer: ChangeViewer,
): boolean {
  const gathering = gatheringId ? viewer.gatherings.get(gatheringId) : undefined
  if (gathering) return gathering.isManager || !gathering.participantsHidden
  const event = eventId ? viewer.events.get(eventId) : undefined
  return !event?.hidesGuests || isEditorIn(viewer, stream)
}

const UNSHOWN: readonly (keyof RecordedTask)[] = ['position', 'version', 'next', 'acknowledgedAt']

/** Describes a list of tasks by its name. */
export function describeTaskList({ stream, id, op, before, after }: RecordedChange): TaskDescription | null {
  const [old, next] = [before, after] as (RecordedTaskList | null)[]
  const shown = next ?? old
  const groupId = groupIdOfStream(stream)
  if (!shown || !groupId || (old && next && old.name === next.name)) return null
  return { kind: 'task-list', op, groupId, id, title: shown.name, isCompleted: false }
}
