import type { Tx } from '@/db/client'
import type { EventInvitationRow } from '@/lib/access/nouns/event-invitation'
import type { EventSnapshot } from '@/lib/calendar/event'
import { guestParticipant } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import { answersToAll } from '@/lib/commands/rows/answers'
import { streamName } from '@/lib/realtime/channels'
import { declineEvent } from './give-answer'
import { currentEvents } from './revert-changeset'

/** Declines a pending invitation for the account or address that is invited. */
export async function declineInvitationTo(
  tx: Tx,
  { eventId, userId, email }: EventInvitationRow,
): Promise<Change[]> {
  const person = email ? guestParticipant({ email, name: null }) : { userId, email: null, name: null }
  const event = await invitedEvent(tx, eventId)
  const changes = await declineEvent(tx, event, await answersToAll(tx, eventId), person)
  const ping = { stream: streamName('user', userId), entity: 'placement', id: userId, op: 'changed' } as const
  return [...omitFromResponse(changes), ping]
}

/** Reads the event of a granted invitation. */
export async function invitedEvent(tx: Tx, id: string): Promise<EventSnapshot> {
  return (await currentEvents(tx, [id])).get(id)!.event
}

/** Omits changes from the response, because the user may not see the streams of the event's calendar. */
export function omitFromResponse(changes: readonly Change[]): Change[] {
  return changes.map((change) => ({ ...change, hidden: true }))
}
