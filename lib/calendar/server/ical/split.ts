import { editAll } from '@/lib/calendar/edits/edit-all'
import { translated } from '@/lib/calendar/edits/follow'
import { inOrder, sparse } from '@/lib/calendar/edits/override'
import { ScopeError } from '@/lib/calendar/edits/plan'
import { splitAt } from '@/lib/calendar/edits/split'
import type { EventContent } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { note } from './components'
import type { IcalEvent, IcalNote } from './ical-event'
import type { Part } from './parts'

/** What an instance that changes all that follow it says. */
export interface Following {
  id: RecurrenceId
  part: Part
  content: IcalEvent['content']
}

/**
 * A series whose instances change from one on (RANGE=THISANDFUTURE, RFC 5545 §3.8.4.4), as series that follow each other:
 * what an edit of "this and following" makes of it. Where its rule cannot go along, the instance alone changes its time;
 * that is noted.
 */
export function splitSeries(
  event: IcalEvent,
  following: readonly Following[],
  notes: (note: IcalNote) => void,
): IcalEvent[] {
  const events = [event]
  let last = event
  const first = event.content.span
  /** Where the last series has what the file knows by an id of the first. */
  let follow = (id: RecurrenceId): RecurrenceId | undefined => id
  for (const { id, part, content } of following) {
    const before = follow
    const here = before(id) ?? translated(id, first, last.content.span)
    const cut = cutAt(placed(last.content), here, placed(content))
    if (cut.approximated) notes(note(part.line, 'rule_approximated', part.fields.title))
    if (cut.before) {
      last.content = cut.before
      const { sequence, modified } = part
      last = { uid: `${event.uid}/${id}`, sequence, modified, line: part.line, content: cut.after }
      events.push(last)
    } else last.content = cut.after
    follow = (other) => {
      const there = before(other)
      return there === undefined ? undefined : cut.follow(there)
    }
  }
  return events
}

interface Cut {
  /** What happens before the instance; undefined where nothing does, or where nothing could be cut. */
  before: EventContent | undefined
  after: EventContent
  follow(id: RecurrenceId): RecurrenceId | undefined
  /** Whether something is otherwise than the file has it. */
  approximated: boolean
}

/** `content`: what the instance says, and all that follow it. Its overrides are those of the file's series. */
function cutAt(series: EventContent, id: RecurrenceId, content: EventContent): Cut {
  const parts = attempt(() => splitAt(series, id) ?? { before: undefined, after: series })
  if (!parts || !occurrenceAt(parts.after, id)) {
    return {
      before: undefined,
      after: changedAlone(series, id, content),
      follow: (other) => other,
      approximated: true,
    }
  }
  const { span, recurrence, overrides } = parts.after
  // What the others that are changed say differs from what this one says, as the reader of instances has told it.
  const after = { ...content, span, recurrence, overrides }
  const plan = attempt(() => editAll(after, id, { span: content.span }))
  if (!plan) {
    const { before } = parts
    return { before, after: changedAlone(after, id, content), follow: (other) => other, approximated: true }
  }
  return {
    before: parts.before,
    after: plan.event!,
    follow: (other) => plan.follow(other)?.id,
    approximated: plan.dropped > 0,
  }
}

/** The result; undefined where the edits of a series say that it cannot be done. */
function attempt<T>(edit: () => T): T | undefined {
  try {
    return edit()
  } catch (error) {
    if (error instanceof ScopeError) return undefined
    throw error
  }
}

/** The series with one instance that is as `content` says, also where its rule has none. */
function changedAlone(series: EventContent, id: RecurrenceId, content: EventContent): EventContent {
  const { kind: _, recurrence: __, overrides: ___, calendarId: ____, visibility: _____, ...own } = content
  const { dates, ...recurrence } = series.recurrence!
  const added = occurrenceAt(series, id) ? dates : [...dates, id].sort()
  const next = { ...series, recurrence: { ...recurrence, dates: added } }
  const others = Object.entries(series.overrides).filter(([other]) => other !== id)
  return { ...next, overrides: inOrder([...others, [id, sparse(next, id, own)]]) }
}

/** A file's content knows no calendar; what edits it asks for none either. */
function placed(content: IcalEvent['content']): EventContent {
  return { ...content, calendarId: '' }
}
