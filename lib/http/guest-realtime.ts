import type { z } from 'zod'
import { db } from '@/db/client'
import { AppError } from '@/lib/errors'
import { hasChangedForGuest } from '@/lib/queries/guest-page-changes'
import { guestChannel, guestUserId } from '@/lib/realtime/channels'
import { authenticate, authorize } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { guestAuth, type guestAuthOutput } from '@/lib/schemas/realtime'
import { readGuestLink } from './guest'

/**
 * Authenticates the socket of a guest's page, and authorizes its channel.
 * @throws AppError NOT_FOUND, or GONE if the link was revoked
 */
export async function signGuestSocket(
  token: string,
  body: unknown,
): Promise<z.output<typeof guestAuthOutput>> {
  const link = await readGuestLink(token)
  if (link?.state === 'gone') throw new AppError('GONE')
  if (link?.state !== 'personal') throw new AppError('NOT_FOUND')
  const { socket_id, since } = parseInput(guestAuth, body)
  const user = guestUserId(link.id)
  return {
    signIn: authenticate(socket_id, user),
    channel: authorize(socket_id, guestChannel(link.id), user),
    isStale: await hasChangedForGuest(db, link.guest, new Date(since)),
  }
}
