import { z } from 'zod'
import type { AppliedAnswer } from '@/lib/calendar/answers'
import type { EventLink } from '@/lib/calendar/links'
import { PALETTE } from '@/lib/calendar/palette'
import type { Participant } from '@/lib/calendar/participant'
import type { RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import { formatRule, parseRule, RuleError } from '@/lib/calendar/series/rule'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import { DETAIL_LEVELS } from './choices'
import { day, span, wall } from './span'
import { line, prose, uuid } from './text'

/** An RRULE value, in the form that {@link formatRule} gives it. */
export const rule = z
  .string()
  .max(4000)
  .transform((text, context) => {
    try {
      const rule = parseRule(text)
      const times = [rule.byHour, rule.byMinute, rule.bySecond].map((list) => list.length || 1)
      // Once a minute, all day long, is more than anybody means by a list of times.
      if (times.reduce((all, some) => all * some) > 1440) throw new RuleError('BYSECOND')
      return formatRule(rule)
    } catch {
      context.addIssue({ code: 'custom', message: 'bad_rule', input: text })
      return z.NEVER
    }
  })

/** Which occurrence of a series was meant, and how far the change goes. Without it: the whole series. */
const occurrence = z
  .object({ id: z.union([day, wall]), scope: z.enum(['this', 'following', 'all']) })
  .strict()
  .optional()

/** What a person may set of an event. */
export const eventFields = z.object({
  kind: z.enum(['event', 'meeting', 'reminder']),
  title: line(500, 1),
  description: prose(20_000),
  location: line(500),
  color: z.enum(PALETTE).nullable(),
  visibility: z.enum(['default', 'private']),
  busy: z.boolean(),
  done: z.boolean(),
  span,
  /** RRULE values; none: it happens once. */
  rules: z.array(rule).max(10),
  calendarId: uuid,
  /** Users who take part. */
  attendees: z.array(uuid).max(200),
})

export type EventFields = z.infer<typeof eventFields>

export const createEvent = z
  .object({
    ...eventFields.shape,
    kind: eventFields.shape.kind.default('event'),
    description: eventFields.shape.description.default(''),
    location: eventFields.shape.location.default(''),
    color: eventFields.shape.color.default(null),
    visibility: eventFields.shape.visibility.default('default'),
    busy: eventFields.shape.busy.default(true),
    done: eventFields.shape.done.default(false),
    rules: eventFields.shape.rules.default([]),
    attendees: eventFields.shape.attendees.default([]),
  })
  .strict()

/**
 * Changes fields of an event. `version` is the one the person looked at: fields that others changed since are merged,
 * and where both changed the same one the answer is CONFLICT with both values.
 */
export const updateEvent = z
  .object({ id: uuid, version: z.number().int().min(1), patch: eventFields.partial().strict(), occurrence })
  .strict()

/** `version`: the one the person looked at, where an occurrence is meant. */
export const deleteEvent = z
  .object({ id: uuid, version: z.number().int().min(1).optional(), occurrence })
  .strict()

/** Which event, and which of its occurrences, a dialog asks for. */
export const eventQuery = z.object({ id: uuid, occurrence: z.union([day, wall]).optional() }).strict()

/** Shows an event in one more calendar, or shows there more or less of it. */
export const placeEvent = z
  .object({ event: uuid, calendar: uuid, detail: z.enum(DETAIL_LEVELS).default('full') })
  .strict()

export const unplaceEvent = z.object({ event: uuid, calendar: uuid }).strict()

export const undo = z.object({ changeset: uuid }).strict()

/** An event as its dialog shows it; of a series the occurrence that was asked for. */
export interface EventDetail extends Omit<EventFields, 'attendees' | 'color'> {
  id: string
  version: number
  color: string | null
  attendees: (Participant & AppliedAnswer & { id: string })[]
  /** The viewer's own answer; null where the viewer is not invited. */
  answer: AppliedAnswer | null
  /** Links that came with an imported event: its page, conferences, attachments. */
  links: EventLink[]
  createdBy: string | null
  /** Where else it is shown, as far as the viewer may know. */
  placements: { calendarId: string; detail: DetailLevel }[]
  /** In how many calendars that the viewer does not see, for who may change it. */
  elsewhere: number
  /** The occurrence shown; null for an event that happens once. */
  occurrence: RecurrenceId | null
  /** The series it belongs to, its overrides with their spans alone; null where the viewer may not know that there is one. */
  series: Series | null
  /** Whether the viewer may change it. */
  editable: boolean
  /** Whether they may move it to another calendar. */
  movable: boolean
}

/** Takes an event out of all calendars besides its home that one does not see. */
export const unplaceFromHiddenCalendars = z.object({ event: uuid }).strict()

/** Takes out of a calendar what keeps it busy just then, and is shown there from elsewhere. */
export const unplaceBusy = z.object({ calendar: uuid, span }).strict()

/** What a CONFLICT on an event carries: what it is now called, and for each field what the two of you made of it. */
export interface EventConflict {
  id: string
  version: number
  occurrence: RecurrenceId | null
  fields: { [field: string]: { yours: unknown; theirs: unknown } }
}
