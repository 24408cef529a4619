import type { EventSnapshot } from './event'
import { isEqual } from './is-equal'
import type { Override } from './series/recurrence'
import { boundsOf } from './span'

/** Level of detail at which a calendar shows an event. */
export type DetailLevel = 'full' | 'title' | 'busy'

/** Returns whether two versions of an event differ at a level of detail. */
export function isVisiblyDifferent(
  before: EventSnapshot | null,
  after: EventSnapshot | null,
  detail: DetailLevel,
): boolean {
  // Of a private event, viewers see only the times at which they are busy.
  const visible = (event: EventSnapshot | null) =>
    shownAs(event, event?.visibility === 'private' ? 'busy' : detail)
  return !isEqual(visible(before), visible(after))
}

/** Returns what is seen of an event at a level of detail. Compare only values of the same level. */
export function shownAs(event: EventSnapshot | null, detail: DetailLevel): unknown {
  if (!event) return null
  if (detail === 'busy') return busyTimesOf(event)
  if (detail === 'full') return event
  const { title, status, busy, span, recurrence } = event
  const overrides = visibleOverrides(event, ({ title, status, busy, span }) => ({
    title,
    status,
    busy,
    span,
  }))
  return { title, status, busy, span, recurrence, overrides }
}

function busyTimesOf(event: EventSnapshot): unknown {
  const { kind, busy, status, span, recurrence } = event
  if (kind === 'reminder') return null
  const isBusy = busy && status !== 'cancelled'
  // Instants, because viewers do not see the zone in which a single event is stored.
  if (!recurrence) return isBusy ? { type: span.type, ...boundsOf(span) } : null
  const overrides = visibleOverrides(
    event,
    ({ span, busy: isOccurrenceBusy = busy, status: occurrenceStatus = status }) => {
      const isBusyThen = isOccurrenceBusy && occurrenceStatus !== 'cancelled'
      return { span: isBusyThen ? span : undefined, busy: isBusyThen === isBusy ? undefined : isBusyThen }
    },
  )
  return isBusy || Object.keys(overrides).length ? { busy: isBusy, span, recurrence, overrides } : null
}

/** Returns the visible part of each override, without those that change nothing visible. */
function visibleOverrides(
  event: EventSnapshot,
  visiblePart: (override: Override) => object,
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(event.overrides).flatMap(([id, override]) => {
      const shown = Object.entries(visiblePart(override)).filter(([, value]) => value !== undefined)
      return shown.length ? [[id, Object.fromEntries(shown)]] : []
    }),
  )
}
