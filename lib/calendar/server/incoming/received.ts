import { same } from '@/lib/calendar/merge'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { IcalInstance } from '../ical/ical-event'
import { recurrenceIdIn } from '../ical/moments'
import { applyInstance } from './instances'
import { type Content, normalizedRule } from './meaning'
import { asSeries, isOrphan } from './single'
import { type Version, versionOf } from './version'

/** The last received version of an event: later files are compared with this, not with local edits. */
export interface Received {
  /** Null where only instances were received. */
  version: Version | null
  /** Versions of changed instances, by the recurrence id that the source has. */
  instances: Record<RecurrenceId, Version>
  /** The event as its source has it, before local edits; null where only instances were received. */
  content: Content | null
}

/** An event as a file has it (see {@link IcalEvent}). */
export interface Incoming extends Version {
  uid: string
  origin: string | null
  published: boolean
  content: Content
  versions: Record<RecurrenceId, Version>
  instances: IcalInstance[] | null
}

/** Returns what is to be remembered once an event of a file was written. */
export function receivedOf(incoming: Incoming, before: Received | null): Received {
  const { content, versions, instances } = incoming
  if (instances) {
    const ids = instances.flatMap((one) => {
      const id = one.at && recurrenceIdIn(one.at, content.span)
      return id ? [[id, versionOf(one)] as const] : []
    })
    return { version: versionOf(incoming), instances: Object.fromEntries(ids), content }
  }
  const same = before?.content && isSameSeries(before.content, content)
  return {
    version: versionOf(incoming),
    instances: same ? { ...before.instances, ...versions } : versions,
    // Instances that the file does not mention are still as they were received.
    content: same
      ? { ...content, overrides: { ...before.content!.overrides, ...content.overrides } }
      : content,
  }
}

/** Returns what is to be remembered once a single instance was written. */
export function receivedInstance(
  before: Received | null,
  id: RecurrenceId,
  instance: IcalInstance,
): Received {
  const { version, instances, content } = before ?? { version: null, instances: {}, content: null }
  return {
    version,
    instances: { ...instances, [id]: versionOf(instance) },
    content: content && applyInstance({ content: seriesOf(content), base: null }, id, id, instance),
  }
}

/** An instance that was received without its series stays marked as one: its series may come later. */
function seriesOf(content: Content): Content {
  return isOrphan(content) ? { ...asSeries(content), unknown: content.unknown } : content
}

function isSameSeries(a: Content, b: Content): boolean {
  const rules = (content: Content) =>
    content.recurrence?.rules.map((rule) => normalizedRule(rule, content.span)).sort() ?? null
  return same([a.span, rules(a)], [b.span, rules(b)])
}
