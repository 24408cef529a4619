import { type OptimisticEvent, tupleTimes, withEvent, withoutEvent } from '@/lib/calendar/optimistic-event'
import { FLAG, type Range, type Tuple } from '@/lib/calendar/tuple'
import type { EventFields } from '@/lib/schemas/events'
import { eventIdOf, type OutboxEntry, type OutboxInput } from './outbox-entry'

/** Returns a stored range with the changes that wait in the outbox. */
export function withPending(range: Range, entries: readonly OutboxEntry[]): Range {
  return entries.reduce((shown, entry) => {
    const { command, input } = entry
    switch (command) {
      case 'createEvent':
        return withEvent(shown, optimisticEvent(eventIdOf(entry), input as unknown as EventFields))
      case 'deleteEvent':
        return withDelete(shown, input)
      case 'updateEvent':
        return withPatch(shown, input)
      case 'answerEvent':
        return changeTuples(shown, input, (tuple) => {
          tuple[2] = withAnswer(tuple[2], String(input.status))
        })
      default:
        return shown
    }
  }, range)
}

function optimisticEvent(id: string, fields: EventFields): OptimisticEvent {
  const { calendarId, title, color = null, span, rules = [], kind = 'event' } = fields
  const { visibility = 'default', busy = true, done = false } = fields
  return { id, calendarId, title, color, span, rules, kind, visibility, busy, done }
}

function withDelete(range: Range, input: OutboxInput): Range {
  const { id: occurrence, scope } = scopeOf(input)
  if (!occurrence || scope === 'all') return withoutEvent(range, input.id!)
  return scope === 'this' ? withoutEvent(range, input.id!, occurrence) : range
}

function withPatch(range: Range, input: OutboxInput): Range {
  const { title, color, done, span } = (input.patch ?? {}) as Partial<EventFields>
  return changeTuples(range, input, (tuple) => {
    if (title !== undefined) tuple[5] = title
    if (color !== undefined) tuple[6] = color ?? 0
    if (done !== undefined) tuple[2] = withBit(tuple[2], FLAG.done, done)
    // The span of a series is not that of its occurrences.
    if (!span || isWholeSeries(tuple, input)) return
    const allDay = withBit(tuple[2], FLAG.allDay, span.type === 'all-day')
    tuple[2] = withBit(allDay, FLAG.floating, span.type === 'floating')
    ;[tuple[3], tuple[4]] = tupleTimes(span)
  })
}

function changeTuples(range: Range, input: OutboxInput, change: (tuple: Tuple) => void): Range {
  const tuples = range.tuples.map((tuple): Tuple => {
    if (!isAbout(tuple, input)) return tuple
    const changed: Tuple = [...tuple]
    change(changed)
    return changed
  })
  return { ...range, tuples }
}

function withBit(flags: number, bit: number, isSet: boolean): number {
  return isSet ? flags | bit : flags & ~bit
}

function withAnswer(flags: number, status: string): number {
  const others = flags & ~(FLAG.unanswered | FLAG.maybe | FLAG.declined)
  return status === 'tentative'
    ? others | FLAG.maybe
    : status === 'declined'
      ? others | FLAG.declined
      : others
}

function isAbout(tuple: Tuple, input: OutboxInput): boolean {
  if (tuple[0] !== input.id) return false
  const { id, scope } = scopeOf(input)
  return !id || scope === 'all' || tuple[7] === id
}

function isWholeSeries(tuple: Tuple, input: OutboxInput): boolean {
  return tuple[7] !== 0 && scopeOf(input).scope !== 'this'
}

/** Returns the occurrence of an input: commands name it by its id, or with a scope. */
function scopeOf({ occurrence }: OutboxInput): { id?: string; scope?: string } {
  if (typeof occurrence === 'string') return { id: occurrence, scope: 'this' }
  return (occurrence ?? {}) as { id?: string; scope?: string }
}
