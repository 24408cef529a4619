import { eq, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { bindings, connections } from '@/db/schema/connections'
import type { BindingRow } from '@/lib/access/nouns/binding'
import { isAtLeast } from '@/lib/calendar/roles'
import { placeBoundEvents } from '@/lib/commands/effects/binding-placements'
import { endBinding, endConnections } from '@/lib/commands/effects/end-binding'
import { makeReadOnlyAgain, updateReadOnly } from '@/lib/commands/effects/lock-events'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { resumedColumns } from '@/lib/commands/rows/binding-state'
import { AppError, fieldError } from '@/lib/errors'
import { twoWayCalendarIds } from '@/lib/queries/bindings'
import { feedPauseMs } from '@/lib/queries/feed-pause'
import { calendarLevel } from '@/lib/queries/sync-bindings'
import { streamName } from '@/lib/realtime/channels'
import { isFeed } from '@/lib/schemas/account-name'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/sync-settings'

/** Syncs a calendar now. A binding that a problem has stopped is tried again, and so are writes that wait. */
export const syncNow = command({
  name: 'syncNow',
  input: schemas.syncNow,
  output: idOutput,
  on: ({ binding }) => ({ binding: ['own', 'binding', binding] }),
  async run({ tx, grants }) {
    const { row } = grants.binding
    if (row.state === 'paused' || row.state === 'needs-approval') throw new AppError('CONFLICT')
    await tx
      .update(bindings)
      .set({
        nextRunAt: await timeOfNextRun(tx, row),
        ...(row.state === 'stopped' && { state: 'active', failures: 0 }),
      })
      .where(eq(bindings.id, row.id))
    // Of members who sync the same remote calendar, the leader's binding does it for all.
    if (row.leaderId)
      await tx.execute(sql`
        update bindings set next_run_at = now() where id = ${row.leaderId} and state = 'active'`)
    await tx.execute(sql`
      update links set retry_at = null where binding_id = ${row.leaderId ?? row.id} and retry_at is not null`)
    const locked = await makeReadOnlyAgain(tx, row)
    return { result: { id: row.id }, changes: [...locked, bindingChange(row)] }
  },
})

/** Pauses the sync of a calendar, or continues it. */
export const pauseSync = command({
  name: 'pauseSync',
  input: schemas.pauseSync,
  output: idOutput,
  on: ({ binding }) => ({ binding: ['own', 'binding', binding] }),
  async run({ tx, grants }, { isPaused }) {
    const { row } = grants.binding
    if ((row.state === 'paused') === isPaused) return { result: { id: row.id }, changes: [] }
    // Deletions that wait for an approval are found again by the first run after the pause.
    await tx
      .update(bindings)
      .set(isPaused ? { state: 'paused', nextRunAt: null } : resumedColumns(await timeOfNextRun(tx, row)))
      .where(eq(bindings.id, row.id))
    const locked = isPaused ? [] : await makeReadOnlyAgain(tx, row)
    return { result: { id: row.id }, changes: [...locked, bindingChange(row)] }
  },
})

/** Changes direction and interval of a binding, and the calendar of a group in which its events are shown, too. */
export const updateBinding = command({
  name: 'updateBinding',
  input: schemas.updateBinding,
  output: idOutput,
  on: ({ binding, placedIn }) => ({
    placedIn: placedIn ? ['write', 'target-calendar', placedIn] : undefined,
    binding: ['own', 'binding', binding],
  }),
  async run({ tx, grants }, { direction, intervalMinutes, placedIn, placedDetail }) {
    const { row } = grants.binding
    const changes: Change[] = []
    const patch: PgUpdateSetSource<typeof bindings> = {}
    if (direction && direction !== row.direction) {
      if (!row.canWrite) throw new AppError('FORBIDDEN')
      if (direction === 'both') await refuseTwoWay(tx, row)
      changes.push(...(await updateReadOnly(tx, row, direction)))
      patch.direction = direction
    }
    if (intervalMinutes !== undefined) patch.intervalMinutes = intervalMinutes
    if (placedIn !== undefined || placedDetail) {
      const before = row.placedIn ? { calendarId: row.placedIn, detail: row.placedDetail ?? 'full' } : null
      const calendarId = grants.placedIn?.row.id ?? (placedIn === null ? null : row.placedIn)
      if (calendarId === row.calendarId) throw fieldError('placedIn', 'taken')
      const detail = placedDetail ?? row.placedDetail ?? 'full'
      const after = calendarId ? { calendarId, detail } : null
      if (after && !(await canShow(tx, row, after.calendarId))) throw new AppError('FORBIDDEN')
      changes.push(...(await placeBoundEvents(tx, row, before, after)))
      patch.placedIn = calendarId
      patch.placedDetail = calendarId ? detail : null
    }
    if (!Object.keys(patch).length) return { result: { id: row.id }, changes: [] }
    if (row.state === 'active') patch.nextRunAt = await timeOfNextRun(tx, row)
    try {
      await tx.update(bindings).set(patch).where(eq(bindings.id, row.id))
    } catch (error) {
      // A concurrent command has made the calendar two-way.
      if (violatedConstraint(error) === 'bindings_both') throw fieldError('direction', 'taken')
      throw error
    }
    return { result: { id: row.id }, changes: [...changes, bindingChange(row)] }
  },
})

/** Ends the sync of a calendar, and keeps or removes the events that came from it. */
export const disconnectBinding = command({
  name: 'disconnectBinding',
  input: schemas.disconnectBinding,
  output: idOutput,
  on: ({ binding }) => ({ binding: ['own', 'binding', binding] }),
  async run({ tx, grants, now }, { copies }) {
    const { row } = grants.binding
    const { changes, jobs } = await endBinding(tx, row, copies, now)
    // The connection of a feed has only this calendar.
    if (isFeed(row)) {
      await tx.delete(connections).where(eq(connections.id, row.connectionId))
    }
    return { result: { id: row.id }, changes: [...changes, bindingChange(row, 'removed')], jobs }
  },
})

/** Removes an account: ends the sync of all its calendars, and deletes its credentials. */
export const removeConnection = command({
  name: 'removeConnection',
  input: schemas.removeConnection,
  output: idOutput,
  on: ({ connection }) => ({ connection: ['own', 'connection', connection] }),
  async run({ tx, grants, now }, { copies }) {
    const { id, userId } = grants.connection.row
    const { changes, jobs } = await endConnections(tx, userId, sql`c.id = ${id}`, copies, now)
    const removed = { entity: 'connection', id, op: 'removed' } as const
    return {
      result: { id },
      changes: [...changes, { stream: streamName('user', userId), ...removed }],
      jobs,
    }
  },
})

/** Returns the time of the database at which a binding can run again: at once, or for a feed after a pause. */
async function timeOfNextRun(tx: Tx, { id, kind }: BindingRow): Promise<SQL> {
  return kind === 'ics' ? sql`now() + ${await feedPauseMs(tx, id)} * interval '1 ms'` : sql`now()`
}

/** @throws AppError if the remote calendar cannot be written, or if the calendar is already synced both ways */
async function refuseTwoWay(tx: Tx, { calendarId, leaderId, remote }: BindingRow) {
  if (remote.access !== 'write') throw new AppError('FORBIDDEN')
  if (!leaderId && (await twoWayCalendarIds(tx, [calendarId])).size) throw fieldError('direction', 'taken')
}

/** Whether the user may show the events of a binding in a calendar: still has access to both calendars. */
async function canShow(tx: Tx, { userId, canWrite }: BindingRow, calendarId: string): Promise<boolean> {
  const level = await calendarLevel(tx, userId, calendarId)
  return canWrite && level !== undefined && isAtLeast(level, 'editor')
}

function bindingChange({ id, userId }: BindingRow, op: 'changed' | 'removed' = 'changed'): Change {
  return { stream: streamName('user', userId), entity: 'binding', id, op }
}
