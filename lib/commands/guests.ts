import { eq } from 'drizzle-orm'
import { guestLinks } from '@/db/schema/attendees'
import { guestAlarmsChange } from '@/lib/commands/effects/due-alarms'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError, fieldError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/guests'
import { emptyOutput } from '@/lib/schemas/outputs'

/** Stores the language that a guest chose, or when to remind the guest by e-mail. */
export const updateGuestLink = command({
  name: 'updateGuestLink',
  input: schemas.updateGuestLink,
  output: emptyOutput,
  on: ({ event }) => ({ event: ['answer', 'event', event] }),
  async run({ tx, grants, actor }, { locale, remindMinutesBefore }) {
    if (actor.kind !== 'guest') throw new AppError('FORBIDDEN')
    const { link, person } = actor
    if (remindMinutesBefore != null && person.email === null) throw fieldError('remind', 'invalid')
    const set = {
      ...(locale && { locale }),
      ...(remindMinutesBefore !== undefined && { remindMinutesBefore }),
    }
    if (Object.keys(set).length) await tx.update(guestLinks).set(set).where(eq(guestLinks.id, link))
    const { row } = grants.event
    return { result: {}, changes: remindMinutesBefore === undefined ? [] : [guestAlarmsChange(row)] }
  },
})
