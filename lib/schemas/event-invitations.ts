import { z } from 'zod'
import { span } from './span'
import { uuid } from './text'

/** An invitation to an event that waits for the user. */
export const eventInvitation = z.object({ event: uuid }).strict()

/** The event, and the calendar that shows it. */
export const acceptedInvitationOutput = z.strictObject({ id: uuid, calendar: uuid })

/** An event that the viewer is invited to by a user without a common group. It reveals nothing else about the event. */
export const eventInvitationOutput = z.strictObject({
  id: uuid,
  title: z.string(),
  span,
  repeats: z.boolean(),
  organizer: z.strictObject({ id: uuid, name: z.string() }),
})

export type EventInvitation = z.output<typeof eventInvitationOutput>
