import { z } from 'zod'
import { TEXT_FIELDS } from '@/lib/calendar/event-fields'
import { PALETTE } from '@/lib/calendar/palette'
import { formatRule } from '@/lib/calendar/series/format-rule'
import { parseRule, RuleError } from '@/lib/calendar/series/parse-rule'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { invitees } from './attendees'
import { DETAIL_LEVELS, MAX_INVITED_GROUPS } from './choices'
import { eventTexts, optionalTexts } from './event-texts'
import { guestOptions, optionalGuestOptions } from './guest-options'
import { version } from './outputs'
import { recurrenceId, span } from './span'
import { line, uuid } from './text'

/** An RRULE value, normalized by {@link formatRule}. */
export const rule = z
  .string()
  .max(4000)
  .transform((text, context) => {
    try {
      const rule = parseRule(text)
      const times = [rule.byHour, rule.byMinute, rule.bySecond].map((list) => list.length || 1)
      // Limits times per day to one per minute.
      if (times.reduce((all, count) => all * count) > 1440) throw new RuleError('BYSECOND')
      return formatRule(rule)
    } catch {
      context.addIssue({ code: 'custom', message: 'bad_rule', input: text })
      return z.NEVER
    }
  })

/** The occurrence that is edited, and the scope of the edit; undefined for the whole series. */
const occurrence = z
  .object({ id: recurrenceId, scope: z.enum(['this', 'following', 'all']) })
  .strict()
  .optional()

/** The editable fields of an event. */
export const eventFields = z.object({
  kind: z.enum(['event', 'meeting', 'reminder']),
  ...eventTexts,
  title: line(TEXT_FIELDS.title.maxLength, 1),
  color: z.enum(PALETTE).nullable(),
  visibility: z.enum(['default', 'private']),
  busy: z.boolean(),
  done: z.boolean(),
  span,
  /** RRULE values; empty for a single event. */
  rules: z.array(rule).max(10),
  calendarId: uuid,
  attendees: invitees,
  /** Groups whose later members are invited too. */
  groups: z.array(uuid).max(MAX_INVITED_GROUPS),
  ...guestOptions,
  /** Users for whom the event does not exist. */
  hiddenFrom: z.array(uuid).max(200),
})

export type EventFields = z.infer<typeof eventFields>

export const createEvent = z
  .object({
    ...eventFields.shape,
    ...optionalTexts,
    title: eventFields.shape.title,
    kind: eventFields.shape.kind.default('event'),
    color: eventFields.shape.color.default(null),
    visibility: eventFields.shape.visibility.default('default'),
    busy: eventFields.shape.busy.default(true),
    done: eventFields.shape.done.default(false),
    rules: eventFields.shape.rules.default([]),
    attendees: eventFields.shape.attendees.default([]),
    groups: eventFields.shape.groups.default([]),
    ...optionalGuestOptions,
    hiddenFrom: eventFields.shape.hiddenFrom.default([]),
  })
  .strict()

/**
 * Changes fields of an event. `version`: the version that the user edited. Fields that others changed since are merged;
 * if both changed the same field, the response is CONFLICT with both values.
 */
export const updateEvent = z
  .object({ id: uuid, version: z.number().int().min(1), patch: eventFields.partial().strict(), occurrence })
  .strict()

/** The event that has the edited occurrence; after a split, the new one. */
export const editedEventOutput = z.strictObject({ id: uuid, version, occurrence: recurrenceId.nullable() })

/** Deletes an event. `version`: the version that the user saw, required for an occurrence. */
export const deleteEvent = z
  .object({ id: uuid, version: z.number().int().min(1).optional(), occurrence })
  .strict()

/** Loads the details of an event or occurrence. */
export const eventQuery = z.object({ id: uuid, occurrence: recurrenceId.optional() }).strict()

/** Adds a placement of an event, or changes its level of detail. */
export const placeEvent = z
  .object({ event: uuid, calendar: uuid, detail: z.enum(DETAIL_LEVELS).default('full') })
  .strict()

export const unplaceEvent = z.object({ event: uuid, calendar: uuid }).strict()

export const undo = z.object({ changeset: uuid }).strict()

/** Names of the fields and entities that could not be undone. */
export const undoOutput = z.strictObject({ kept: z.array(z.string()) })

/** Removes all placements that the user cannot see, except the home placement. */
export const unplaceFromHiddenCalendars = z.object({ event: uuid }).strict()

/** Removes the non-home placement that covers exactly this span from the calendar. */
export const unplaceBusy = z.object({ calendar: uuid, span }).strict()

/** Data of CONFLICT on an event: its current version, and both values of each conflicting field. */
export interface EventConflict {
  id: string
  version: number
  occurrence: RecurrenceId | null
  fields: { [field: string]: { yours: unknown; theirs: unknown } }
}
