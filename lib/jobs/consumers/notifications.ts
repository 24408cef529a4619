import type { Tx } from '@/db/client'
import type { Entity } from '@/db/schema/changes'
import { extendNotifications } from '@/lib/commands/effects/extend-notifications'
import { notify } from '@/lib/commands/effects/notify'
import type { Change } from '@/lib/commands/pipeline/changes'
import { limitedEvents } from '@/lib/queries/limited-events'
import type { Job } from '@/lib/queue'
import { queuePlaceMails } from '../guest-mails/queue-place-mails'
import { accessNotices } from './access-notices'
import { answerNotices } from './answer-notices'
import { commentNotices } from './comment-notices'
import type { Consumer } from './consumer'
import { eventNotices } from './event-notices'
import { gatheringNotices } from './gathering-notices'
import { type Notice, type StreamChange, streamChanges } from './notice'
import { type PlaceChange, placeChanges, placeNotices } from './place-notices'
import { taskNotices } from './task-notices'
import { Viewers } from './viewers'

const GATHERING_ENTITIES: readonly Entity[] = ['gathering', 'participant', 'slot', 'vote']

/** Maximum number of notices that are written at once. */
const MAX_AT_ONCE = 1000

/**
 * Notifies users of changes by others that concern them and that they may read. Further edits of an event by the same
 * author, and further comments in a thread or votes in a gathering, within minutes extend an unread notification
 * instead of adding another. The number of statements depends neither on the number of changed events and comments nor
 * on that of attendees.
 */
export const notificationsConsumer: Consumer = async (tx, changes) => {
  const written = { changes: [] as Change[], jobs: [] as Job[] }
  const { notices: all, places } = await noticesOf(tx, await streamChanges(tx, changes))
  for (const notices of runsOf(all)) {
    const { toInsert, ...extended } = await extendNotifications(tx, notices)
    const added = await notify(tx, toInsert)
    written.changes.push(...extended.changes, ...added.changes)
    written.jobs.push(...extended.jobs, ...added.jobs)
  }
  written.jobs.push(...(await queuePlaceMails(tx, places)))
  const pinged = new Map(written.changes.map((change) => [change.stream, change]))
  return { changes: [...pinged.values()], jobs: written.jobs }
}

/** Returns the notices of each change, and the attendees who got or lost a place. */
async function noticesOf(
  tx: Tx,
  streamed: readonly StreamChange[],
): Promise<{ notices: Notice[][]; places: PlaceChange[] }> {
  // The first sync of a calendar adds thousands of events that already existed at the provider.
  const all = streamed.filter(({ change }) => change.origin !== 'first-sync')
  const changesOf = (entity: string) => all.filter(({ change }) => change.entity === entity)
  const [events, answers] = [changesOf('event'), changesOf('answer')]
  if (!all.length) return { notices: [], places: [] }
  const viewers = new Viewers(
    tx,
    all.map(({ change }) => change),
  )
  const ofEvents = await eventNotices(tx, events, viewers, Date.now())
  const ofAnswers = await answerNotices(tx, answers, viewers)
  const ofAccess = await accessNotices(tx, all)
  const ofComments = await commentNotices(
    tx,
    changesOf('comment').filter(({ change }) => change.origin !== 'import'),
    viewers,
  )
  const ofTasks = await taskNotices(tx, changesOf('task'))
  const ofGatherings = await gatheringNotices(
    tx,
    all.filter(({ change }) => GATHERING_ENTITIES.includes(change.entity)),
  )
  const limited = await limitedEvents(
    tx,
    [...events, ...answers].map(({ change }) => change.id),
    events.flatMap(({ change: { id, before } }) => (hasCapacity(before) ? id : [])),
  )
  const allPlaces: PlaceChange[] = []
  const notices: Notice[][] = []
  for (const streamChange of all) {
    const { entity, id } = streamChange.change
    if (entity === 'event' || entity === 'answer') {
      const places = placeChanges(streamChange, limited.get(id))
      allPlaces.push(...places)
      notices.push([
        ...(ofAnswers.get(streamChange) ?? []),
        ...withPlaces(ofEvents.get(streamChange) ?? [], placeNotices(streamChange, places)),
      ])
    } else if (entity === 'task') {
      notices.push(ofTasks.get(streamChange) ?? [])
    } else if (entity === 'comment') {
      notices.push(ofComments.get(streamChange) ?? [])
    } else {
      notices.push(ofGatherings.get(streamChange) ?? ofAccess.get(streamChange) ?? [])
    }
  }
  return { notices, places: allPlaces }
}

/** Checks whether an event had limited places before a change that may have removed the limit. */
function hasCapacity(before: object | null): boolean {
  return ((before as { capacity?: number | null } | null)?.capacity ?? null) !== null
}

/** Adds notices about places, except for users who already have a notice of the same change. */
function withPlaces(notices: Notice[], places: Notice[]): Notice[] {
  const notified = new Set(notices.map(({ userId }) => userId))
  return [...notices, ...places.filter(({ userId }) => !notified.has(userId))]
}

/** Groups notices to write at once. An edit that may extend the notification of an earlier one is in a later group. */
function runsOf(all: readonly Notice[][]): Notice[][] {
  const runs: { notices: Notice[]; subjects: Set<string> }[] = []
  for (const notices of all) {
    if (!notices.length) continue
    const subjects = notices.flatMap(({ kind, eventId, by, person }) =>
      eventId && kind !== 'mentioned' && kind !== 'invited' ? `${eventId} ${by} ${person}` : [],
    )
    const last = runs.at(-1)
    if (
      last &&
      last.notices.length + notices.length <= MAX_AT_ONCE &&
      !subjects.some((subject) => last.subjects.has(subject))
    ) {
      last.notices.push(...notices)
      for (const subject of subjects) last.subjects.add(subject)
    } else {
      runs.push({ notices: [...notices], subjects: new Set(subjects) })
    }
  }
  return runs.map(({ notices }) => notices)
}
