import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { opaqueId } from '@/lib/access/secrets'
import { AppError } from '@/lib/errors'
import { hasGatheringChanged } from '@/lib/queries/gathering-changes'
import {
  channelOf,
  participantUserId,
  presenceChannel,
  streamName,
  visitorsUserId,
} from '@/lib/realtime/channels'
import { authenticate, authorize, authorizePresence } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { guestAuth, type guestAuthOutput } from '@/lib/schemas/realtime'
import { grantGatheringPage, readParticipantLink } from './gathering-page'

type Signatures = z.output<typeof guestAuthOutput>

/**
 * Authenticates the socket of the page of a personal link, and authorizes the channels of its gathering.
 * @throws AppError NOT_FOUND, or GONE if the participant was removed
 */
export async function signParticipantSocket(token: string, body: unknown): Promise<Signatures> {
  const link = await readParticipantLink(token)
  if (link?.state === 'gone') throw new AppError('GONE')
  if (link?.state !== 'personal') throw new AppError('NOT_FOUND')
  const { participant } = link
  const row = await db.transaction(
    async (tx) => (await grant(tx, participant, 'read', 'gathering', participant.gathering)).row,
  )
  // The id in the presence channel is the same in all tabs, and is not that of the participant.
  return sign(row, participantUserId(participant.id), opaqueId(`presence ${participant.id}`), body)
}

/**
 * Authenticates the socket of a visitor of an open page, and authorizes the channels of its gathering.
 * @throws AppError NOT_FOUND if the page is not open
 */
export async function signVisitorSocket(slug: string, body: unknown): Promise<Signatures> {
  const row = await grantGatheringPage(NOBODY, slug, async (_, { row }) => row)
  return sign(row, visitorsUserId(row.id), randomUUID(), body)
}

async function sign(row: GatheringRow, user: string, member: string, body: unknown): Promise<Signatures> {
  const { socket_id, since } = parseInput(guestAuth, body)
  return {
    signIn: authenticate(socket_id, user),
    channel: authorize(socket_id, channelOf(streamName('gathering', row.id)), user),
    ...(!row.participantsHidden && {
      presence: authorizePresence(socket_id, presenceChannel(row.id), member),
    }),
    isStale: await hasGatheringChanged(db, row.id, new Date(since)),
  }
}
