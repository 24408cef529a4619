import type { Participant } from '@/lib/calendar/participant'
import type { FieldErrors } from '@/lib/errors'

/**
 * Returns the errors of a command by field of the form. The command names the fields of a patch `patch.title`, and a
 * single guest `attendees.2`, which becomes an error of the field of all guests with the address as its value.
 */
export function formErrors(errors: FieldErrors, attendees: readonly Participant[]): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([path, error]) => {
      const [field = '', entry] = path.replace(/^patch\./, '').split('.')
      const guest = field === 'attendees' && entry ? attendees[Number(entry)] : undefined
      const value = guest?.email ?? guest?.name
      return [field, value ? { ...error, value } : error]
    }),
  )
}
