import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import type { Zone } from '@/lib/calendar/zones/zone'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { userIdsIn } from '@/lib/queries/changes/descriptions'
import { type Names, userNames } from '@/lib/queries/changes/name-values'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import { type ChangeViewer, loadChangeViewers } from '@/lib/queries/changes/viewer'
import { eventInvitations } from '@/lib/queries/event-invitations'
import { receivedInvitations } from '@/lib/queries/invitations'
import { type LimitedEvent, limitedEvents } from '@/lib/queries/limited-events'
import { receivedShares } from '@/lib/queries/shares'
import type { EventInvitation } from '@/lib/schemas/event-invitations'
import type { ReceivedInvitation } from '@/lib/schemas/invitation-preview'
import type { ReceivedShare } from '@/lib/schemas/shares'
import { causesOf, notifiedChange } from './causes'
import { type NotifiedEvent, notifiedEvents } from './notified-events'
import { type NotifiedTask, notifiedTasks } from './notified-tasks'
import type { StoredNotification } from './stored-notification'
import { type NotifiedSyncProblem, syncProblemsOf } from './sync-problems'

/** A user, and notifications of that user to render. */
export interface NotificationReader {
  reach: Reach
  zone: Zone
  rows: readonly StoredNotification[]
}

/** The data from which the notifications of a user are rendered. */
export interface Sources {
  viewer: ChangeViewer
  zone: Zone
  names: Names
  events: ReadonlyMap<string, NotifiedEvent>
  /** Events with limited places. */
  limited: ReadonlyMap<string, LimitedEvent>
  /** Tasks that are not done, by id. */
  tasks: ReadonlyMap<string, NotifiedTask>
  shares: readonly ReceivedShare[]
  /** Invitations to events that wait to be accepted. */
  pending: readonly EventInvitation[]
  invitations: readonly ReceivedInvitation[]
  /** Problems of syncs that still exist, by notification. */
  syncProblems: ReadonlyMap<string, NotifiedSyncProblem>
}

/** A notification with the change that it shows, as far as the user may read it. */
interface ShownNotification {
  row: StoredNotification
  change: RecordedChange | undefined
}

/** Loads the data from which notifications are rendered, in the order of their users. */
export async function loadSources(
  db: Db,
  readers: readonly NotificationReader[],
): Promise<(Sources & { shown: ShownNotification[] })[]> {
  const rows = readers.flatMap((reader) => reader.rows)
  if (!rows.length) return []
  const causes = await causesOf(db, rows)
  const current = rows.flatMap(({ eventId }) => (eventId ? { entity: 'event' as const, id: eventId } : []))
  const gatherings = rows.flatMap(({ gatheringId }) =>
    gatheringId ? { entity: 'gathering' as const, id: gatheringId } : [],
  )
  const viewers = await loadChangeViewers(
    db,
    readers.map(({ reach }) => reach),
    [...[...new Set(causes.values())].flat(), ...current, ...gatherings],
  )
  const shown = readers.map(({ reach, rows }) => {
    const viewer = viewers.get(reach.userId)!
    return rows.map((row) => ({ row, change: notifiedChange(causes.get(row.id) ?? [], row, viewer) }))
  })
  const users = await userNames(
    db,
    readers.flatMap(({ reach }, at) => shown[at]!.flatMap(userIdsOf(viewers.get(reach.userId)!))),
  )
  const events = await notifiedEvents(
    db,
    [...viewers.values()],
    current.map(({ id }) => id),
  )
  const limited = await limitedEvents(db, [...new Set(rows.flatMap(eventWithPlaces))])
  const syncProblems = await syncProblemsOf(db, rows)
  const tasks = await notifiedTasks(db, rows)
  const sources: (Sources & { shown: ShownNotification[] })[] = []
  for (const [at, { reach, zone, rows }] of readers.entries()) {
    sources.push({
      ...{ shown: shown[at]!, viewer: viewers.get(reach.userId)!, zone, limited, syncProblems, tasks },
      ...{ events: events.get(reach.userId)!, ...(await received(db, reach, rows)) },
      names: { users, calendars: reach.calendars, groups: reach.groups },
    })
  }
  return sources
}

/** Returns the shares and invitations that the user has not accepted, if the notifications need them. */
async function received(
  db: Db,
  reach: Reach,
  rows: readonly StoredNotification[],
): Promise<Pick<Sources, 'shares' | 'pending' | 'invitations'>> {
  const invited = rows.filter(({ kind }) => kind === 'invited')
  return {
    pending: invited.some(({ eventId }) => eventId) ? await eventInvitations(db, reach) : [],
    shares: rows.some(({ kind }) => kind === 'shared') ? await receivedShares(db, reach) : [],
    invitations: invited.length ? await receivedInvitations(db, reach) : [],
  }
}

/** Returns the event whose places a notification may be about. */
function eventWithPlaces({ kind, eventId }: StoredNotification): string[] {
  return kind === 'changed' && eventId ? [eventId] : []
}

const userIdsOf =
  (viewer: ChangeViewer) =>
  ({ change }: ShownNotification): string[] => {
    const description = change && describeChange(change, viewer)
    return [...(change?.by ? [change.by] : []), ...(description ? userIdsIn(description) : [])]
  }
