import type { HistoryField } from '@/lib/calendar/history'
import type { HistoryEntry } from '@/lib/schemas/history'
import type { Described } from './changes/describe-change'
import {
  type AnswerDescription,
  type AttachmentDescription,
  type ChangeDescription,
  type CommentDescription,
  type EventDescription,
  userIdsIn,
  type ValueChange,
} from './changes/descriptions'
import { changeAuthorOf, type Names, nameAnswer, nameComment, nameValues } from './changes/name-values'
import type { RecordedChange } from './changes/recorded-change'

/** Effects of a command on an event, its answers, attachments and comments that a viewer may see. */
export interface Step {
  /** The change of the event, else the first of the others. */
  change: RecordedChange
  event: EventDescription | null
  answers: AnswerDescription[]
  attachments: AttachmentDescription[]
  comments: CommentDescription[]
}

/** Returns what a command did, by event. */
export function stepsIn(described: readonly Described[]): Step[] {
  const steps = new Map<string, Step>()
  for (const { change, description } of described) {
    if (!isOfEvent(description)) continue
    const step = steps.get(change.id) ?? { change, event: null, answers: [], attachments: [], comments: [] }
    if (description.kind === 'answer') step.answers.push(description)
    else if (description.kind === 'attachment') step.attachments.push(description)
    else if (description.kind === 'comment') step.comments.push(description)
    else Object.assign(step, { change, event: description })
    steps.set(change.id, step)
  }
  return [...steps.values()]
}

type PartDescription = EventDescription | AnswerDescription | AttachmentDescription | CommentDescription

function isOfEvent(description: ChangeDescription): description is PartDescription {
  return ['event', 'answer', 'attachment', 'comment'].includes(description.kind)
}

/** Returns the ids of the users whose names an entry needs. */
export function userIdsInStep({ change, event, answers, comments }: Step): string[] {
  const described = [...(event ? [event] : []), ...answers, ...comments]
  return [...(change.by ? [change.by] : []), ...described.flatMap(userIdsIn)]
}

const COMMENT_OPS = {
  added: 'commented',
  changed: 'comment-edited',
  removed: 'comment-deleted',
  restored: 'commented',
} as const

/**
 * Returns an entry of the history of an event; undefined if it would show nothing. A command may have written only what
 * no user sees, like unknown properties of a file.
 */
export function historyEntryOf(
  { change, event, answers, attachments, comments }: Step,
  names: Names,
  canRevert: (field: ValueChange<HistoryField>, change: RecordedChange) => boolean = () => false,
): HistoryEntry | undefined {
  const { changeset, at, by, origin, undoes } = change
  const fields = (event?.changes ?? []).map((field) => ({
    ...nameValues(field, names),
    restorable: event?.op === 'changed' && canRevert(field, change),
  }))
  // If the event itself was added, removed or restored, its answers are not listed, like its other fields.
  const answered =
    event && event.op !== 'changed' ? [] : answers.flatMap((answer) => nameAnswer(answer, by, names))
  const attached = attachments.flatMap(({ changes }) => changes)
  const commented = comments.map((comment) => nameComment(comment, names))
  const others = [...answered, ...attached, ...commented]
  if ((event === null || event.op === 'changed') && fields.length + others.length === 0) return undefined
  return {
    ...{ changeset, at, origin, isUndo: undoes !== null },
    by: by === null ? null : changeAuthorOf(by, names),
    op:
      event && (event.op !== 'changed' || fields.length)
        ? event.op
        : answered.length
          ? 'answered'
          : comments[0]
            ? COMMENT_OPS[comments[0].op]
            : 'changed',
    changes: [...fields, ...others.map((change) => ({ ...change, restorable: false }))],
  }
}
