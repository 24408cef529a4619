import { and, eq, inArray } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import type { Grant } from '@/lib/access/grant'
import { PALETTE } from '@/lib/calendar/palette'
import { toSingleLine } from '@/lib/calendar/text'
import { writeDefaultAlarms } from '@/lib/commands/effects/default-alarms'
import { addCalendar } from '@/lib/commands/effects/new-calendar'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { fieldError } from '@/lib/errors'
import { type JoinableBinding, joinableBindings, twoWayCalendarIds } from '@/lib/queries/bindings'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/connections'

type Chosen = z.output<typeof schemas.bindCalendars>['calendars'][number]

/**
 * Syncs remote calendars of a connection with calendars. If a remote calendar is already synced with a calendar that
 * the user sees, the user joins that sync, and the chosen calendar is ignored. Otherwise its events would exist twice.
 * Callers must have got the remote calendars from the provider.
 */
export const bindCalendars = command({
  name: 'bindCalendars',
  input: schemas.bindCalendars,
  output: schemas.bindCalendarsOutput,
  on: ({ connection, calendars }) => ({
    self: ['own', 'self', null],
    // Locked, so that if two users choose the same calendar at once, the second finds the binding of the first.
    ...Object.fromEntries(
      calendarIdsIn(calendars).map((id) => [`calendar ${id}`, ['write', 'target-calendar', id] as const]),
    ),
    connection: ['own', 'connection', connection],
  }),
  async run({ tx, grants }, { calendars }) {
    const userId = grants.self.row.id
    const connection = grants.connection.row
    const granted = grants as unknown as Record<string, Grant<'write', 'target-calendar'>>
    const idOf = (id: string | null) => id && granted[`calendar ${id}`]!.row.id
    const remoteIds = calendars.map(({ remote }) => remote.id)
    await refuseAlreadyBound(tx, connection.id, remoteIds)
    const joinable = await joinableBindings(tx, userId, connection, remoteIds)
    const result: z.output<typeof schemas.bindCalendarsOutput>['bindings'] = []
    const changes: Change[] = []
    for (const [index, { alarms, ...chosen }] of calendars.entries()) {
      const field = (name: string) => `calendars.${index}.${name}`
      const leader = joinable.get(chosen.remote.id)
      const id = uuidv7()
      const base = { id, connectionId: connection.id, remoteId: chosen.remote.id, remote: chosen.remote }
      let calendarId = leader?.calendar.id ?? idOf(chosen.calendar)
      if (leader) await tx.insert(bindings).values({ ...base, ...followerColumns(leader) })
      else {
        await refuseInvalidBinding(tx, chosen, calendarId, field)
        if (!calendarId) {
          const created = await addCalendar(tx, { userId, groupId: undefined }, newCalendar(chosen))
          calendarId = created.id
          changes.push(...created.changes)
        }
        const placedIn = idOf(chosen.placedIn)
        await tx.insert(bindings).values({
          ...{ ...base, calendarId, direction: chosen.direction },
          ...(placedIn && { placedIn, placedDetail: chosen.placedDetail }),
        })
      }
      if (alarms)
        changes.push(...(await writeDefaultAlarms(tx, userId, calendarId!, () => ({ own: true, ...alarms }))))
      changes.push({ stream: streamName('user', userId), entity: 'binding', id, op: 'added' })
      result.push({ id, calendar: calendarId!, isJoined: leader !== undefined })
    }
    return { result: { bindings: result }, changes }
  },
})

/** Returns the ids of all calendars that are chosen, in the order in which they are locked. */
function calendarIdsIn(chosen: readonly Chosen[]): string[] {
  return [...new Set(chosen.flatMap(({ calendar, placedIn }) => [calendar, placedIn]))]
    .filter((id) => id !== null)
    .sort()
}

/**
 * Refuses remote calendars that the connection syncs already, or that are chosen twice.
 * @throws AppError INVALID
 */
async function refuseAlreadyBound(tx: Tx, connectionId: string, remoteIds: readonly string[]): Promise<void> {
  const known = await tx
    .select({ remoteId: bindings.remoteId })
    .from(bindings)
    .where(and(eq(bindings.connectionId, connectionId), inArray(bindings.remoteId, [...remoteIds])))
  const bound = new Set(known.map(({ remoteId }) => remoteId))
  for (const [index, id] of remoteIds.entries()) {
    if (bound.has(id)) throw fieldError(`calendars.${index}.remote`, 'taken')
    bound.add(id)
  }
}

/** Returns the columns of a follower of a binding. It has the direction of the leader, so that it can take over. */
function followerColumns({ id, calendar, direction }: JoinableBinding) {
  return { calendarId: calendar.id, direction, leaderId: id, nextRunAt: null }
}

/**
 * Refuses a two-way sync if the account cannot write the remote calendar or the calendar has one already, and showing
 * events in the same calendar twice.
 * @throws AppError INVALID
 */
async function refuseInvalidBinding(
  tx: Tx,
  { remote, direction, placedIn }: Pick<Chosen, 'remote' | 'direction' | 'placedIn'>,
  calendarId: string | null,
  field: (name: string) => string,
): Promise<void> {
  if (placedIn && placedIn === calendarId) throw fieldError(field('placedIn'), 'taken')
  if (direction === 'pull') return
  if (remote.access !== 'write') throw fieldError(field('direction'), 'invalid')
  if (!calendarId) return
  if ((await twoWayCalendarIds(tx, [calendarId])).size) throw fieldError(field('direction'), 'taken')
}

function newCalendar({ remote, name, color }: Pick<Chosen, 'remote' | 'name' | 'color'>) {
  const known = PALETTE.find((other) => other === remote.color)
  const remoteName = toSingleLine(remote.name).slice(0, 100) || remote.id.slice(0, 100)
  return { name: name ?? remoteName, color: color ?? known }
}
