import type { Tx } from '@/db/client'
import type { EndedAccess } from '@/lib/access/levels'
import { eraseEvents } from '@/lib/commands/rows/erase'
import { AppError } from '@/lib/errors'
import { lostEvents } from '@/lib/queries/lost-events'
import type { LostEvents } from '@/lib/schemas/lost-events'

/** Maximum number of titles that are listed when the actor is asked to agree. */
const MAX_TITLES = 5

/**
 * Deletes the hidden events that no user will see once shares or a membership have ended. Call it before access ends,
 * in every command that ends access. The actor must have agreed to the deletion of those that the actor can see
 * (`agreed`: their number); the others are deleted without being revealed.
 * @throws AppError CONFLICT with {@link LostEvents}
 */
export async function eraseLostEvents(
  tx: Tx,
  ended: EndedAccess,
  { actorId, agreed }: { actorId: string; agreed: number },
): Promise<void> {
  const lost = await lostEvents(tx, ended, actorId)
  const titles = lost.flatMap(({ title }) => title ?? [])
  if (titles.length > agreed) {
    const data: LostEvents = { reason: 'hidden', count: titles.length, titles: titles.slice(0, MAX_TITLES) }
    throw new AppError('CONFLICT', { data })
  }
  await eraseEvents(
    tx,
    lost.map(({ id }) => id),
  )
}
