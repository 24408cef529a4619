import { z } from 'zod'
import type { EventPeople } from '@/lib/calendar/event-people'
import { uuid } from './text'

const index = z.number().int().min(0)

export const eventPeopleOutput: z.ZodType<EventPeople> = z.strictObject({
  owners: z.record(uuid, index),
  attendees: z.record(z.string(), z.array(index).nullable()),
})

const shownMember = z.strictObject({
  id: uuid,
  name: z.string(),
  image: z.string().nullable(),
  color: z.string(),
})

/** A member of a group with a column in the people view. */
export type ShownMember = z.output<typeof shownMember>

/** What the people view needs beside the events of its days. `from` and `to` are day numbers, `to` exclusive. */
export const groupPeopleOutput = z.strictObject({
  group: uuid,
  from: z.number(),
  to: z.number(),
  /** The viewer first. */
  members: z.array(shownMember),
  /** Number of members beyond those that are shown. */
  more: index,
  people: eventPeopleOutput,
})

export type GroupPeople = z.output<typeof groupPeopleOutput>
