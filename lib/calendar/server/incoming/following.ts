import { sortOverrides } from '@/lib/calendar/edits/override'
import { isEqual } from '@/lib/calendar/is-equal'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { spanStartingAt } from '@/lib/calendar/series/series'
import type { IcalInstance } from '../ical/ical-event'
import { splitSeries } from '../ical/split'
import type { SeriesPart } from './instances'
import type { Content } from './normalize'
import { toZoneOf } from './patch'
import { versionOf } from './version'

/** A series split by RANGE=THISANDFUTURE; `before` is null if nothing precedes the instance. */
export interface SplitContent {
  before: Content | null
  after: Content
  /** Whether all instances are at the times of the file. */
  isExact: boolean
}

/** Applies a change of an instance and all following ones (RFC 5545 §3.2.13). */
export function applyFollowing(
  { content }: SeriesPart,
  id: RecurrenceId,
  instance: IcalInstance,
): SplitContent | null {
  const { overrides, ...series } = content
  const span = instance.span
    ? toZoneOf(content.span, instance.span)
    : spanStartingAt(content.span, wallOfId(id))
  let isExact = true
  const event = {
    ...{
      uid: '',
      line: 0,
      kindayId: null,
      published: false,
      versions: {},
      instances: null,
      ...versionOf(instance),
    },
    content: { ...series, overrides: {} },
  }
  const changes = [{ id, span, component: { ...instance, line: 0 } }]
  const segments = splitSeries(event, changes, () => {
    isExact = false
  })
  const last = segments.at(-1)!
  if (segments.length === 1 && !isExact && isEqual(last.event.content, event.content)) return null
  const overridesOf = (isAfter: boolean) =>
    sortOverrides(
      Object.entries(overrides).flatMap(([other, override]) => {
        if (segments.length > 1 && other >= id !== isAfter) return []
        return [[isAfter ? last.find(other) : other, override] as const]
      }),
    )
  const after = { ...last.event.content, overrides: overridesOf(true) }
  if (segments.length === 1) return { before: null, after, isExact }
  return { before: { ...segments[0]!.event.content, overrides: overridesOf(false) }, after, isExact }
}
