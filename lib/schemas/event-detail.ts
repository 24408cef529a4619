import { z } from 'zod'
import { textsOf } from '@/lib/calendar/event-fields'
import { READ_ONLY_REASONS } from '@/lib/calendar/read-only'
import { attachment } from './attachments'
import { ANSWER_STATUSES, DETAIL_LEVELS } from './choices'
import { eventFields } from './events'
import { guestOptions } from './guest-options'
import { count } from './outputs'
import { recurrenceId, span } from './span'
import { uuid } from './text'

const appliedAnswer = z.strictObject({
  status: z.enum(['needs-action', ...ANSWER_STATUSES]),
  partySize: z.number(),
  comment: z.string(),
  /** Set if the event has moved since: the time that the answer was given for. */
  outdatedFor: span.nullable(),
  /** Whether an accepted answer waits for a free place. */
  isWaiting: z.boolean(),
  /** Whether it was given after the date until which guests were asked to answer. */
  isLate: z.boolean(),
})

const attendee = appliedAnswer.extend({
  id: z.string(),
  userId: uuid.nullable(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  /** The color in a group that the viewer is in too; null if there is none. */
  color: z.string().nullable(),
})

/** An event, or one occurrence of a series, as shown in the event dialog. */
export const eventDetailOutput = z.strictObject({
  id: uuid,
  version: count,
  kind: eventFields.shape.kind,
  ...textsOf(() => z.string()),
  visibility: eventFields.shape.visibility,
  color: z.string().nullable(),
  busy: z.boolean(),
  done: z.boolean(),
  span,
  rules: z.array(z.string()),
  calendarId: uuid,
  attendees: z.array(attendee),
  /** Number of people who take part; null where the viewer may not read it. */
  takenPlaces: count.nullable(),
  /** Groups whose later members are invited too. `name` is null for a group that the viewer is not in. */
  groups: z.array(z.strictObject({ id: uuid, name: z.string().nullable() })),
  ...guestOptions,
  /** The user who invites; null before the first invitation, and where the viewer may not read it. */
  organizer: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** The viewer's own answer; null if the viewer is not invited. */
  answer: appliedAnswer.nullable(),
  /** Users that it is hidden from; empty where the viewer may not change it. */
  hiddenFrom: z.array(z.strictObject({ id: uuid, name: z.string() })),
  /** Links of an imported event: URL, conferences, attachments. */
  links: z.array(
    z.strictObject({
      kind: z.enum(['url', 'video', 'conference', 'attachment']),
      href: z.string(),
      label: z.string().nullable(),
      type: z.string().nullable(),
    }),
  ),
  /** Whether Google has returned a part of its guests only. */
  guestsOmitted: z.boolean(),
  attachments: z.array(attachment),
  createdBy: uuid.nullable(),
  /** Other placements visible to the viewer. */
  placements: z.array(z.strictObject({ calendarId: uuid, detail: z.enum(DETAIL_LEVELS) })),
  /** Number of further calendars hidden from the viewer; set for editors only. */
  hiddenPlacements: count,
  /** Recurrence id of the occurrence; null for a single event. */
  occurrence: recurrenceId.nullable(),
  /** Its series, with only the spans of overrides; null if hidden from the viewer. */
  series: z
    .strictObject({
      span,
      recurrence: z.strictObject({
        rules: z.array(z.string()),
        dates: z.array(z.string()),
        exclusions: z.array(z.string()),
      }),
      overrides: z.record(z.string(), z.strictObject({ span: span.optional() })),
    })
    .nullable(),
  /** Whether the viewer can edit it. */
  editable: z.boolean(),
  /** Why only a sync may change it; null if users may change it, or if the viewer may not read it in full. */
  readOnly: z.enum(READ_ONLY_REASONS).nullable(),
  /** Whether the viewer can choose the other calendars that show it. */
  placeable: z.boolean(),
  /** Whether the viewer can move it to another calendar. */
  movable: z.boolean(),
})

export type EventDetail = z.output<typeof eventDetailOutput>
