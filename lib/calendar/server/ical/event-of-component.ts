import { type EventContent, spanForKind } from '@/lib/calendar/event'
import type { Span } from '@/lib/calendar/span'
import { versionOf } from '../incoming/version'
import type { IcalEvent } from './ical-event'
import { toJcal } from './jcal'
import type { ParsedComponent } from './parsed-component'
import { readRecurrence } from './read-recurrence'
import { startLine } from './read-span'
import type { TimeContext } from './time-context'

export function eventOfComponent(
  uid: string,
  component: ParsedComponent,
  span: Span,
  line: number,
  context: TimeContext,
): IcalEvent {
  const kind = kindOf(component)
  const eventSpan = spanForKind(kind, span)
  keepOtherTodoTime(component)
  const recurrence = readRecurrence(component, eventSpan, context)
  const content = { kind, ...component.fields, span: eventSpan, recurrence, overrides: {} }
  const { kindayId } = component
  return {
    uid,
    ...versionOf(component),
    line,
    kindayId,
    published: false,
    content,
    versions: {},
    instances: null,
  }
}

function kindOf(component: ParsedComponent): EventContent['kind'] {
  if (component.isTodo) return 'reminder'
  return component.kind ?? (component.fields.attendees.length > 0 ? 'meeting' : 'event')
}

/** Keeps the other of DTSTART and DUE of a to-do as an X- property, because Kinday stores only one time. */
function keepOtherTodoTime(component: ParsedComponent): void {
  if (!component.isTodo || !component.due || !component.start) return
  const other = startLine(component) === component.due ? component.start : component.due
  component.fields.unknown.push(toJcal({ ...other, name: `X-KINDAY-${other.name}` }))
}
