import type { Tx } from '@/db/client'
import { extendNotifications } from '@/lib/commands/effects/extend-notifications'
import { notify } from '@/lib/commands/effects/notify'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job } from '@/lib/queue'
import { invitationNotices, memberNotices, shareNotices } from './access-notices'
import { answerNotices } from './answer-notices'
import type { Consumer } from './consumer'
import { eventNotices } from './event-notices'
import { type Happening, happenings, type Notice } from './notice'
import { placeNotices } from './place-notices'
import { Viewers } from './viewers'

/**
 * Notifies users of changes by others that concern them and that they may read. Further edits of an event by the same
 * author within minutes extend an unread notification instead of adding another.
 */
export const notifications: Consumer = async (tx, changes) => {
  const all = await happenings(tx, changes)
  const viewers = new Viewers(
    tx,
    all.flatMap(({ related }) => related),
  )
  const written = { changes: [] as Change[], jobs: [] as Job[] }
  // One after the other: an edit extends the notification of the edit before.
  for (const happening of all) {
    const { rest, ...extended } = await extendNotifications(tx, await noticesOf(tx, happening, viewers))
    const added = await notify(tx, rest)
    written.changes.push(...extended.changes, ...added.changes)
    written.jobs.push(...extended.jobs, ...added.jobs)
  }
  const pinged = new Map(written.changes.map((change) => [change.stream, change]))
  return { changes: [...pinged.values()], jobs: written.jobs }
}

async function noticesOf(tx: Tx, happening: Happening, viewers: Viewers): Promise<Notice[]> {
  switch (happening.change.entity) {
    case 'event':
      return withPlaces(
        await eventNotices(tx, happening, viewers, Date.now()),
        await placeNotices(tx, happening),
      )
    case 'answer':
      return [...(await answerNotices(tx, happening, viewers)), ...(await placeNotices(tx, happening))]
    case 'member':
      return memberNotices(tx, happening)
    case 'share':
      return shareNotices(tx, happening)
    case 'invitation':
      return invitationNotices(tx, happening)
    default:
      return []
  }
}

/** Adds notices about places, except for users who are told of the same change anyway. */
function withPlaces(notices: Notice[], places: Notice[]): Notice[] {
  const told = new Set(notices.map(({ userId }) => userId))
  return [...notices, ...places.filter(({ userId }) => !told.has(userId))]
}
