import type { z } from 'zod'
import { db } from '@/db/client'
import { AppError } from '@/lib/errors'
import { hasGatheringChanged } from '@/lib/queries/gathering-changes'
import { channelOf, participantUserId, streamName } from '@/lib/realtime/channels'
import { authenticate, authorize } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { guestAuth, type guestAuthOutput } from '@/lib/schemas/realtime'
import { readParticipantLink } from './gathering-page'

/**
 * Authenticates the socket of the page of a personal link, and authorizes the channel of its gathering.
 * @throws AppError NOT_FOUND, or GONE if the participant was removed
 */
export async function signParticipantSocket(
  token: string,
  body: unknown,
): Promise<z.output<typeof guestAuthOutput>> {
  const link = await readParticipantLink(token)
  if (link?.state === 'gone') throw new AppError('GONE')
  if (link?.state !== 'personal') throw new AppError('NOT_FOUND')
  const { socket_id, since } = parseInput(guestAuth, body)
  const user = participantUserId(link.participant.id)
  const { gathering } = link.participant
  return {
    signIn: authenticate(socket_id, user),
    channel: authorize(socket_id, channelOf(streamName('gathering', gathering)), user),
    isStale: await hasGatheringChanged(db, gathering, new Date(since)),
  }
}
