import type { Tx } from '@/db/client'
import type { EventInvitationRow } from '@/lib/access/nouns/event-invitation'
import type { EventSnapshot } from '@/lib/calendar/event'
import { guestParticipant } from '@/lib/calendar/participant'
import { claimGuest } from '@/lib/commands/effects/claim-guest'
import { declineEvent } from '@/lib/commands/effects/give-answer'
import { placementChanges } from '@/lib/commands/effects/placement-changes'
import { currentEvents } from '@/lib/commands/effects/revert-changeset'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { answersToAll } from '@/lib/commands/rows/answers'
import { defaultCalendarIdOf, writePlacement } from '@/lib/commands/rows/placements'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/event-invitations'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Accepts an invitation to an event: shows the event in the user's own calendar, where it can be answered. An
 * invitation to the user's address becomes one of the account, with the answers given by the address.
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
    const claimed = email ? await claimGuest(tx, event, { userId, email }, now) : { changes: [] }
    const placement = { eventId, calendarId, detail: 'full', placedBy: userId } as const
    await writePlacement(tx, placement)
    return {
      result: { id: eventId, calendar: calendarId },
      changes: [...unseen(claimed.changes), ...placementChanges(null, placement)],
    }
  },
})

/** Declines an invitation to an event, which removes it from the list. */
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

/** Answers an invitation that waits with a refusal, as the account or the address that is invited. */
export async function declineInvitationTo(
  tx: Tx,
  { eventId, userId, email }: EventInvitationRow,
): Promise<Change[]> {
  const person = email ? guestParticipant({ email, name: null }) : { userId, email: null, name: null }
  const event = await invitedEvent(tx, eventId)
  const changes = await declineEvent(tx, event, await answersToAll(tx, eventId), person)
  const ping = { stream: streamName('user', userId), entity: 'placement', id: userId, op: 'changed' } as const
  return [...unseen(changes), ping]
}

async function invitedEvent(tx: Tx, id: string): Promise<EventSnapshot> {
  return (await currentEvents(tx, [id])).get(id)!.event
}

/** Leaves streams of a calendar that the user need not see out of the response. */
function unseen(changes: readonly Change[]): Change[] {
  return changes.map((change) => ({ ...change, hidden: true }))
}
