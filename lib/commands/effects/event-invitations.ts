import type { Tx } from '@/db/client'
import type { EventInvitationRow } from '@/lib/access/nouns/event-invitation'
import type { EventSnapshot } from '@/lib/calendar/event'
import { guestParticipant } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import { answersToAll } from '@/lib/commands/rows/answers'
import { streamName } from '@/lib/realtime/channels'
import { declineEvent } from './give-answer'
import { currentEvents } from './revert-changeset'

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

/** Reads the event of a granted invitation. */
export async function invitedEvent(tx: Tx, id: string): Promise<EventSnapshot> {
  return (await currentEvents(tx, [id])).get(id)!.event
}

/** Leaves streams of a calendar that the user need not see out of the response. */
export function unseen(changes: readonly Change[]): Change[] {
  return changes.map((change) => ({ ...change, hidden: true }))
}
