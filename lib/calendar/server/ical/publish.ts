import type { CalendarObject } from '@/lib/calendar/event'
import { isComponent, isProperty } from './jcal'

/**
 * Returns an event for METHOD:PUBLISH: without ATTENDEE (RFC 5546 §3.2.1), also in e-mail alarms, since published
 * events reach people unknown to the attendees.
 */
export function toPublished(content: CalendarObject): CalendarObject {
  return {
    ...content,
    attendees: [],
    unknown: withoutAttendeeProperties(content.unknown),
    overrides: Object.fromEntries(
      Object.entries(content.overrides).map(([id, { attendees: _, ...override }]) => [
        id,
        override.unknown ? { ...override, unknown: withoutAttendeeProperties(override.unknown) } : override,
      ]),
    ),
  }
}

/** Returns whether a jCal property is an ATTENDEE. */
export function isAttendeeProperty(property: unknown): boolean {
  return isProperty(property) && property[0].toLowerCase() === 'attendee'
}

function withoutAttendeeProperties(unknown: readonly unknown[]): unknown[] {
  return unknown.filter((entry) => !isAttendeeProperty(entry) && !(isComponent(entry) && hasAttendee(entry)))
}

function hasAttendee([, properties, components]: [string, unknown[], unknown[]]): boolean {
  return (
    properties.some(isAttendeeProperty) ||
    components.some((inner) => isComponent(inner) && hasAttendee(inner))
  )
}
