import { z } from 'zod'
import type { EventPeople } from '@/lib/calendar/event-people'
import { MAX_COMPARED_PEOPLE } from './choices'
import { member, personTuple } from './groups'
import { uuid } from './text'

const index = z.number().int().min(0)

export const eventPeopleOutput: z.ZodType<EventPeople> = z.strictObject({
  owners: z.record(uuid, index),
  attendees: z.record(z.string(), z.array(index).nullable()),
  declined: z.record(z.string(), z.array(index)),
})

const shownMember = member.pick({ userId: true, name: true, image: true, color: true })

/** A member of a group with a column in the people view. */
export type ShownMember = z.output<typeof shownMember>

/**
 * The members of a group, and the events of each in a range of days. `from` and `to` are day numbers, `to` exclusive.
 */
export const peopleViewOutput = z.strictObject({
  group: uuid,
  from: z.number(),
  to: z.number(),
  /** The viewer first. */
  members: z.array(shownMember),
  /** Number of members beyond those that are shown. */
  more: index,
  people: eventPeopleOutput,
})

export type PeopleViewData = z.output<typeof peopleViewOutput>

/** People whose times are compared, as a list of ids with commas. */
export const comparedPeople = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(uuid).min(1).max(MAX_COMPARED_PEOPLE))

/** The events of these people in a range of days, and the people whose name the viewer may know. */
export const comparedPeopleOutput = z.strictObject({
  known: z.array(personTuple),
  people: eventPeopleOutput,
})

export type ComparedPeople = z.output<typeof comparedPeopleOutput>
