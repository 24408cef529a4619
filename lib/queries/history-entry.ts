import type { HistoryField } from '@/lib/calendar/history'
import type { HistoryEntry } from '@/lib/schemas/history'
import type { Described } from './changes/describe-change'
import {
  type AnswerDescription,
  type EventDescription,
  userIdsIn,
  type ValueChange,
} from './changes/descriptions'
import { type Names, nameAnswer, nameValues } from './changes/name-values'
import type { RecordedChange } from './changes/recorded-change'

/** Effects of a command on an event and its answers that a viewer may see. */
export interface Step {
  /** The change of the event, else that of the first answer. */
  change: RecordedChange
  event: EventDescription | null
  answers: AnswerDescription[]
}

/** Returns what a command did, by event. */
export function stepsIn(described: readonly Described[]): Step[] {
  const steps = new Map<string, Step>()
  for (const { change, description } of described) {
    if (description.kind !== 'event' && description.kind !== 'answer') continue
    const step = steps.get(change.id) ?? { change, event: null, answers: [] }
    if (description.kind === 'answer') step.answers.push(description)
    else Object.assign(step, { change, event: description })
    steps.set(change.id, step)
  }
  return [...steps.values()]
}

/** Returns the ids of the users whose names an entry needs. */
export function userIdsInStep({ change, event, answers }: Step): string[] {
  return [...(change.by ? [change.by] : []), ...[...(event ? [event] : []), ...answers].flatMap(userIdsIn)]
}

/**
 * Returns an entry of the history of an event; undefined if it would show nothing. Some commands only write what nobody
 * sees, like unknown properties of a file.
 */
export function historyEntryOf(
  { change, event, answers }: Step,
  names: Names,
  canRevert: (field: ValueChange<HistoryField>, change: RecordedChange) => boolean = () => false,
): HistoryEntry | undefined {
  const { changeset, at, by, origin, undoes } = change
  const fields = (event?.changes ?? []).map((field) => ({
    ...nameValues(field, names),
    restorable: event?.op === 'changed' && canRevert(field, change),
  }))
  // An event that is added in full comes with its answers, as with its other fields.
  const answered =
    event && event.op !== 'changed' ? [] : answers.flatMap((answer) => nameAnswer(answer, by, names))
  if ((event === null || event.op === 'changed') && fields.length + answered.length === 0) return undefined
  return {
    ...{ changeset, at, origin, undo: undoes !== null },
    by: by === null ? null : { id: by, name: names.users.get(by) ?? null },
    op: event && (event.op !== 'changed' || fields.length) ? event.op : 'answered',
    changes: [...fields, ...answered.map((change) => ({ ...change, restorable: false }))],
  }
}
