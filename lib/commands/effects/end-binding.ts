import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import { MINUTE } from '@/lib/calendar/day'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job, Jobs } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import type { Copies } from '@/lib/schemas/choices'
import { handOver } from './hand-over'
import { notifyPlacements } from './notify-placements'
import { applyReversals, currentEvents } from './revert-changeset'
import { stopChannels } from './stop-channels'

interface EndingBinding {
  id: string
  calendarId: string
  userId: string
}

/**
 * Ends the sync of a remote calendar. If another member syncs it with the same calendar, that member's binding takes
 * over and the events stay as they are. Otherwise `remove` moves the events that came from there to the trash, as far
 * as the user may change them, and the others become ordinary events.
 */
export async function endBinding(
  tx: Tx,
  binding: EndingBinding,
  copies: Copies,
  now: Date,
): Promise<{ changes: Change[]; jobs: Job[] }> {
  const { id } = binding
  const successor = await handOver(tx, id, 'any')
  const heir = successor ?? (await leaderOf(tx, id))
  if (heir) await keepLog(tx, id, heir)
  const changes = successor ? [] : await releaseEvents(tx, binding, copies, now)
  const jobs = await stopChannels(tx, [id])
  // Deleting the leader makes its followers independent. The index bindings_both allows only one of them to be two-way.
  await tx.execute(sql`update bindings set direction = 'pull' where leader_id = ${id}`)
  await tx.execute(sql`delete from bindings where id = ${id}`)
  return { changes, jobs }
}

/** Returns the binding that syncs for a follower, which may have taken over from it. */
async function leaderOf(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.execute<{ leader: string | null }>(sql`
    select leader_id as leader from bindings where id = ${id}`)
  return row?.leader ?? null
}

/**
 * Gives the log of a binding that ends to its successor: later writes depend on it. What it says about objects without
 * an event is for the former user only.
 */
async function keepLog(tx: Tx, id: string, successor: string): Promise<void> {
  await tx.execute(sql`
    delete from sync_entries where event_id is null and run_id in (select id from sync_runs where binding_id = ${id})`)
  await tx.execute(sql`update sync_runs set binding_id = ${successor} where binding_id = ${id}`)
}

/**
 * Ends the sync of all calendars of connections of a user, and deletes the connections.
 * @param which condition for the connections `c` of the user
 */
export async function endConnections(
  tx: Tx,
  userId: string,
  which: SQL,
  copies: Copies,
  now: Date,
): Promise<{ changes: Change[]; jobs: Job[] }> {
  const rows = await tx.execute<{ id: string; calendarId: string }>(sql`
    select b.id, b.calendar_id as "calendarId" from bindings b join connections c on c.id = b.connection_id
    where c.user_id = ${userId} and ${which} order by b.id for update of b`)
  const changes: Change[] = []
  const jobs: Job[] = []
  for (const row of rows) {
    const ended = await endBinding(tx, { ...row, userId }, copies, now)
    changes.push(...ended.changes)
    jobs.push(...ended.jobs)
  }
  const removed = await tx.execute<Columns<Jobs['revoke-access'] & { kind: string }>>(sql`
    delete from connections c where c.user_id = ${userId} and ${which}
    returning id as connection, kind, account, subject, encode(credentials, 'base64') as credentials, key_id as "keyId"`)
  const runAt = new Date(now.getTime() + REVOKE_AFTER_MS)
  for (const { kind, ...payload } of removed)
    if (kind === 'google') jobs.push({ name: 'revoke-access', payload, runAt })
  return { changes, jobs }
}

/** Delay until the access to a removed account ends, so that its channels can be stopped before. */
const REVOKE_AFTER_MS = 5 * MINUTE

async function releaseEvents(
  tx: Tx,
  { id, calendarId, userId }: EndingBinding,
  copies: Copies,
  now: Date,
): Promise<Change[]> {
  const changes: Change[] = []
  if (copies === 'remove') {
    const copied = await tx.execute<{ id: string }>(sql`
      select e.id from links l join events e on e.id = l.event_id and e.deleted_at is null
        join placements p on p.event_id = e.id and p.home and p.calendar_id = ${calendarId}
        join ${levelsOf(userId)} own on own.calendar_id = p.calendar_id and own.level >= 3
        cross join lateral ${visibleEvents({ userId }, sql`own.level`)} v
      where l.binding_id = ${id} and l.origin = 'remote' and v.detail = 'full' order by e.id`)
    const events = [
      ...(
        await currentEvents(
          tx,
          copied.map((event) => event.id),
        )
      ).values(),
    ]
    const created = events.filter(({ isDeleted }) => !isDeleted).map(({ event }) => event)
    const none = { removed: [], edited: [], moved: [], moves: new Map(), compared: new Map() }
    changes.push(
      ...(await applyReversals(tx, { ...none, created }, now)),
      ...(await notifyPlacements(
        tx,
        created.map((event) => event.id),
      )),
    )
  }
  return [...changes, ...(await unlockEvents(tx, { id, calendarId }))]
}

/** Makes the events of a binding editable, also those in the trash, which may be restored. */
export async function unlockEvents(
  tx: Tx,
  { id, calendarId }: Pick<EndingBinding, 'id' | 'calendarId'>,
): Promise<Change[]> {
  const unlocked = await tx.execute(sql`
    update events e set read_only = null from links l
    where l.binding_id = ${id} and l.event_id = e.id and e.read_only is not null returning 1`)
  return unlocked.length ? [refetchNotice(calendarId)] : []
}

/** Returns a change without content, which makes pages that show the calendar fetch it again. */
export function refetchNotice(calendarId: string): Change {
  return {
    ...{ stream: streamName('calendar', calendarId), entity: 'placement', id: calendarId, op: 'changed' },
    hidden: true,
  }
}
