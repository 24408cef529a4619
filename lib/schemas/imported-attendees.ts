import { z } from 'zod'
import { toSingleLine } from '@/lib/calendar/text'
import { line } from './text'

const participant = z
  .object({
    // Files cannot refer to accounts (see lib/calendar/portable.ts for the exception).
    userId: z.null(),
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$/)
      .transform((text) => toSingleLine(text).toLowerCase())
      .nullable(),
    name: line(200).nullable(),
    status: z.enum(['needs-action', 'accepted', 'declined', 'tentative']),
  })
  .transform(({ name, ...rest }) => ({ ...rest, name: name || null }))

/** Attendees without duplicate addresses, and without entries that have neither address nor name. */
export const importedAttendees = z
  .array(participant)
  .max(5000)
  .transform((people) => {
    const keys = new Set<string>()
    return people.filter(({ email, name }) => {
      const isDuplicate = email !== null && keys.has(email)
      if (email) keys.add(email)
      return !isDuplicate && (email ?? name)
    })
  })
