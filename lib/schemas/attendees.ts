import { z } from 'zod'
import { MAX_ATTENDEES } from './choices'
import { email } from './email'
import { line, personName, uuid } from './text'

/**
 * A person to invite: the id of an account, or an address. A name alone stands for an attendee of an imported event,
 * who has neither.
 */
export const invitee = z.union([
  uuid,
  z.object({ email, name: personName(200).optional() }).strict(),
  z.object({ name: line(200, 1) }).strict(),
])

export const invitees = z.array(invitee).max(MAX_ATTENDEES)
