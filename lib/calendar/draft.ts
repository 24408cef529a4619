import { addDays, DAY, type Day, dayNumber, dayOf, MINUTE, wallMs, wallOf } from './day'
import { instantsOf, type Span } from './span'
import { instantAt, wallAt } from './zones/wall-time'
import type { Instant, Zone } from './zones/zone'

/** A span as form fields, which can change independently and switch between all-day and timed. */
export interface SpanDraft {
  allDay: boolean
  floating: boolean
  startDay: Day
  /** Minutes since midnight. */
  startTime: number
  startZone: Zone
  /** The last day, inclusive. */
  endDay: Day
  endTime: number
  endZone: Zone
}

/** Returns the form fields of a span. `zone` and the default times apply if the user switches it to timed. */
export function toSpanDraft(span: Span, zone: Zone): SpanDraft {
  if (span.type === 'all-day') {
    return {
      allDay: true,
      floating: false,
      startDay: span.start,
      startTime: 9 * 60,
      startZone: zone,
      endDay: addDays(span.end, -1),
      endTime: 10 * 60,
      endZone: zone,
    }
  }
  return {
    allDay: false,
    floating: span.type === 'floating',
    startDay: span.start.slice(0, 10),
    startTime: minutesOf(span.start),
    startZone: span.type === 'timed' ? span.startZone : zone,
    endDay: span.end.slice(0, 10),
    endTime: minutesOf(span.end),
    endZone: span.type === 'timed' ? span.endZone : zone,
  }
}

export function spanOfDraft(draft: SpanDraft): Span {
  if (draft.allDay) return { type: 'all-day', start: draft.startDay, end: addDays(draft.endDay, 1) }
  const start = wallOf(dayNumber(draft.startDay) * DAY + draft.startTime * MINUTE)
  const end = wallOf(dayNumber(draft.endDay) * DAY + draft.endTime * MINUTE)
  if (draft.floating) return { type: 'floating', start, end }
  return { type: 'timed', start, startZone: draft.startZone, end, endZone: draft.endZone }
}

/** Returns the draft with a changed start and the same duration. */
export function withStart(draft: SpanDraft, start: { day?: Day; time?: number }): SpanDraft {
  const before = dayNumber(draft.startDay) * DAY + draft.startTime * MINUTE
  const next = { ...draft, startDay: start.day ?? draft.startDay, startTime: start.time ?? draft.startTime }
  const shift = dayNumber(next.startDay) * DAY + next.startTime * MINUTE - before
  const end = dayNumber(draft.endDay) * DAY + draft.endTime * MINUTE + shift
  const endDay = Math.floor(end / DAY)
  return { ...next, endDay: dayOf(endDay), endTime: (end - endDay * DAY) / MINUTE }
}

/**
 * Returns the timed draft moved to start at an instant, with the same duration. @param viewer zone of floating times
 */
export function draftAt(draft: SpanDraft, start: Instant, viewer: Zone): SpanDraft {
  const { from, to } = instantsOf(spanOfDraft(draft), viewer)
  const first = wallAt(start, draft.floating ? viewer : draft.startZone)
  const last = wallAt(start + to - from, draft.floating ? viewer : draft.endZone)
  const [startDay, endDay] = [Math.floor(first / DAY), Math.floor(last / DAY)]
  return {
    ...draft,
    startDay: dayOf(startDay),
    startTime: (first - startDay * DAY) / MINUTE,
    endDay: dayOf(endDay),
    endTime: (last - endDay * DAY) / MINUTE,
  }
}

/** Returns the draft with its end on the next day if it ends before it starts on the same day, as in 22:00 to 07:00. */
export function withEndOvernight(draft: SpanDraft): SpanDraft {
  const isBefore = draft.endDay === draft.startDay && endsBeforeStart(draft)
  return isBefore && !draft.allDay ? { ...draft, endDay: addDays(draft.endDay, 1) } : draft
}

/** Returns the draft with another start zone. Changes the end zone too if both were equal. */
export function withStartZone(draft: SpanDraft, zone: Zone): SpanDraft {
  return { ...draft, startZone: zone, endZone: draft.endZone === draft.startZone ? zone : draft.endZone }
}

/** Returns the draft of a new one-hour event on a day: at the next full hour if it is today, else at 9:00. */
export function newSpanDraft(day: Day, now: { today: Day; minutes: number }, zone: Zone): SpanDraft {
  const hour = day === now.today ? Math.min(Math.ceil((now.minutes + 1) / 60), 23) : 9
  const end = hour + 1
  return {
    allDay: false,
    floating: false,
    startDay: day,
    startTime: hour * 60,
    startZone: zone,
    endDay: end === 24 ? addDays(day, 1) : day,
    endTime: (end % 24) * 60,
    endZone: zone,
  }
}

/** Returns whether a draft ends before it starts. */
export function endsBeforeStart(draft: SpanDraft): boolean {
  if (draft.allDay) return draft.endDay < draft.startDay
  const start = wallMs(`${draft.startDay}T00:00:00`) + draft.startTime * MINUTE
  const end = wallMs(`${draft.endDay}T00:00:00`) + draft.endTime * MINUTE
  if (draft.floating) return end < start
  return instantAt(end, draft.endZone) < instantAt(start, draft.startZone)
}

function minutesOf(wall: string): number {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}
