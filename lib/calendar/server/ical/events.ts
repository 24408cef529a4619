import { eventOfComponent } from './event-of-component'
import type { IcalEvent } from './ical-event'
import { instanceOnlyEvents } from './instance-only'
import { withInstances } from './instances'
import { createNote } from './notes'
import { newestVersion, type ParsedComponent } from './parsed-component'
import { readSpan } from './read-span'
import { groupDistinctEvents } from './same-uid'
import type { TimeContext } from './time-context'
import { componentIdentity, hashOf } from './uid'

/**
 * Returns the events of the components with one UID (RFC 5545 §3.8.4.7): usually one; none without a readable start;
 * more if an instance changed all following ones (RANGE=THISANDFUTURE, §3.8.4.4), which then become a series of their
 * own, and if a program used the UID for several events.
 */
export function eventsOf(
  uid: string,
  components: readonly ParsedComponent[],
  context: TimeContext,
  method: string | null,
): IcalEvent[] {
  const masters = components.filter((component) => !component.recurrenceId)
  const instances = components.filter((component) => component.recurrenceId)
  if (method === 'CANCEL' || method === 'ADD') return instanceOnlyEvents(uid, components, context, method)
  if (masters.length === 0) return instanceOnlyEvents(uid, instances, context, null)
  const groups = groupDistinctEvents(masters)
  // Changed instances belong to the recurring event among events with one UID.
  const series =
    groups.find(([component]) => component!.rules.length + component!.dates.length > 0) ?? groups[0]!
  return groups.flatMap((group, index) => {
    const master = newestVersion(group)!
    for (const component of group) {
      if (component !== master)
        context.report(createNote(component.line, 'duplicate_uid', component.fields.title || uid))
    }
    if (index > 0) context.report(createNote(master.line, 'same_uid', master.fields.title || uid))
    const ownInstances = group === series ? instances : []
    const span = readSpan(master, context)
    if (!span) return []
    const line = [...group, ...ownInstances].reduce(
      (first, component) => Math.min(first, component.line),
      master.line,
    )
    const distinctUid = index > 0 ? `${uid}-${hashOf(componentIdentity(master))}` : uid
    return withInstances(eventOfComponent(distinctUid, master, span, line, context), ownInstances, context)
  })
}
