import { claimGuest } from '@/lib/commands/effects/claim-guest'
import { declineInvitationTo, invitedEvent, omitFromResponse } from '@/lib/commands/effects/event-invitations'
import { placementChanges } from '@/lib/commands/effects/placement-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { defaultCalendarIdOf, writePlacement } from '@/lib/commands/rows/placements'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/event-invitations'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Accepts an invitation to an event: shows the event in the user's own calendar, where it can be answered. An
 * invitation that was sent to the user's e-mail address is assigned to the account, with the answers given from there.
 */
export const acceptEventInvitation = command({
  name: 'acceptEventInvitation',
  input: schemas.eventInvitation,
  output: schemas.acceptedInvitationOutput,
  on: ({ event }) => ({
    self: ['own', 'self', null],
    invitation: ['accept', 'event-invitation', event],
  }),
  async run({ tx, grants, now }) {
    const { eventId, userId, email } = grants.invitation.row
    const calendarId = await defaultCalendarIdOf(tx, userId)
    if (!calendarId) throw new AppError('CONFLICT')
    const event = await invitedEvent(tx, eventId)
    const claimed = email
      ? await claimGuest(tx, event, { userId, guest: { email, name: null } }, now)
      : { changes: [] }
    const placement = { eventId, calendarId, detail: 'full', placedBy: userId } as const
    await writePlacement(tx, placement)
    return {
      result: { id: eventId, calendar: calendarId },
      changes: [...omitFromResponse(claimed.changes), ...placementChanges(null, placement)],
    }
  },
})

/** Declines an invitation to an event, and removes the invitation from the list. */
export const declineEventInvitation = command({
  name: 'declineEventInvitation',
  input: schemas.eventInvitation,
  output: idOutput,
  on: ({ event }) => ({ invitation: ['decline', 'event-invitation', event] }),
  async run({ tx, grants }) {
    const { row } = grants.invitation
    return { result: { id: row.eventId }, changes: await declineInvitationTo(tx, row) }
  },
})
