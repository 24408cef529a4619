import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { IcalInstance } from '../ical/ical-event'
import { recurrenceIdIn } from '../ical/moments'
import { applyInstance } from './instances'
import { type Content, normalizeRule } from './normalize'
import { asSeries, isOrphan } from './single'
import { type Version, versionOf } from './version'

/** The last received version of an event: later files are compared with this, not with local edits. */
export interface ReceivedState {
  /** Null if only instances were received. */
  version: Version | null
  /** Versions of changed instances, by recurrence id in the source. */
  instances: Record<RecurrenceId, Version>
  /** The content in the source, without local edits; null if only instances were received. */
  content: Content | null
}

/** An event of a file (see {@link IcalEvent}). */
export interface IncomingEvent extends Version {
  uid: string
  kindayId: string | null
  published: boolean
  content: Content
  versions: Record<RecurrenceId, Version>
  instances: IcalInstance[] | null
}

/** Returns the received state after the import of an event. */
export function toReceived(incoming: IncomingEvent, before: ReceivedState | null): ReceivedState {
  const { content, versions, instances } = incoming
  if (instances) {
    const ids = instances.flatMap((instance) => {
      const id = instance.at && recurrenceIdIn(instance.at, content.span)
      return id ? [[id, versionOf(instance)] as const] : []
    })
    return { version: versionOf(incoming), instances: Object.fromEntries(ids), content }
  }
  const isSame = before?.content && isSameSeries(before.content, content)
  return {
    version: versionOf(incoming),
    instances: isSame ? { ...before.instances, ...versions } : versions,
    // Keeps received instances that are missing from the file.
    content: isSame
      ? { ...content, overrides: { ...before.content!.overrides, ...content.overrides } }
      : content,
  }
}

/** Returns the received state after the import of a single instance. */
export function withReceivedInstance(
  before: ReceivedState | null,
  id: RecurrenceId,
  instance: IcalInstance,
): ReceivedState {
  const { version, instances, content } = before ?? { version: null, instances: {}, content: null }
  return {
    version,
    instances: { ...instances, [id]: versionOf(instance) },
    content: content && applyInstance({ content: seriesOf(content), base: null }, id, id, instance),
  }
}

/** Converts an instance received without its series to a series. Keeps its RECURRENCE-ID: the series may follow. */
function seriesOf(content: Content): Content {
  return isOrphan(content) ? { ...asSeries(content), unknown: content.unknown } : content
}

function isSameSeries(a: Content, b: Content): boolean {
  const rules = (content: Content) =>
    content.recurrence?.rules.map((rule) => normalizeRule(rule, content.span)).sort() ?? null
  return isEqual([a.span, rules(a)], [b.span, rules(b)])
}
