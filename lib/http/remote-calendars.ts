import type { z } from 'zod'
import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { recordAttempt } from '@/lib/access/attempts'
import { grant } from '@/lib/access/grant'
import type { ConnectionRow } from '@/lib/access/nouns/connection'
import { PALETTE } from '@/lib/calendar/palette'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { bindCalendars } from '@/lib/commands/bindings'
import { type Connector, ConnectorError } from '@/lib/connectors/connector'
import { AppError, fieldError } from '@/lib/errors'
import { timeoutSignal } from '@/lib/outgoing/timeout-signal'
import { boundRemoteIds, joinableBindings } from '@/lib/queries/bindings'
import { isFeed } from '@/lib/schemas/account-name'
import * as schemas from '@/lib/schemas/connections'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'
import { openConnector } from '@/lib/sync/open-connector'
import { type Preview, previewSync } from '@/lib/sync/preview'
import { act } from './action'
import { type ActionResult, toRefusal, type VisibleResult } from './action-result'
import { requestActor } from './actor'

/** Lists the calendars of a connected account, each with the user's access and its existing sync. */
export async function remoteChoices(id: string, signal: AbortSignal): Promise<schemas.RemoteChoice[]> {
  const { connection, connector } = await openOwnConnection(await requestActor(), id)
  const calendars = await listCalendars(connector, signal)
  const remoteIds = calendars.map((calendar) => calendar.id)
  const [joinable, bound] = await Promise.all([
    joinableBindings(db, connection.userId, connection, remoteIds),
    boundRemoteIds(db, connection.id),
  ])
  return calendars.map(({ id, name, color, access, isPrimary, isOwned }) => {
    const leader = joinable.get(id)
    return {
      ...{ id, name, access, isPrimary, isOwned: isOwned ?? access === 'write' },
      color: PALETTE.find((known) => known === color) ?? null,
      isBound: bound.has(id),
      joins: leader ? { calendar: leader.calendar, by: leader.by, direction: leader.direction } : null,
    }
  })
}

/** Returns the effects that the first sync of a remote calendar would have. */
export async function previewRemote(id: string, raw: unknown, signal: AbortSignal): Promise<Preview> {
  const input = parseInput(schemas.previewChoice, raw)
  const actor = await requestActor()
  const { connector } = await openOwnConnection(actor, id)
  const target = input.calendar
  const calendar = target ? await db.transaction((tx) => grant(tx, actor, 'write', 'calendar', target)) : null
  const remote = (await listCalendars(connector, signal)).find((known) => known.id === input.remote)
  if (!remote) throw new AppError('NOT_FOUND')
  return await previewSync(connector, remote, calendar, signal).catch(refuse)
}

/** Syncs the chosen calendars of a connection. Lists them at the provider again, since the client could invent some. */
export async function bindChosen(
  raw: unknown,
  key: unknown,
): Promise<ActionResult<VisibleResult<z.output<typeof schemas.bindCalendarsOutput>>>> {
  try {
    const { connection: id, calendars } = parseInput(schemas.chooseCalendars, raw)
    const { connector } = await openOwnConnection(await requestActor(), id)
    const listed = await listCalendars(connector, timeoutSignal(LIST_TIMEOUT_MS))
    const byId = new Map(listed.map((calendar) => [calendar.id, calendar]))
    const chosen = calendars.map(({ remote, ...options }, index) => {
      const found = byId.get(remote)
      if (!found) throw fieldError(`calendars.${index}.remote`, 'invalid')
      return { ...options, remote: found }
    })
    return await act(bindCalendars, { connection: id, calendars: chosen }, key)
  } catch (error) {
    return { ok: false, error: toRefusal(error, 'action bindCalendars') }
  }
}

/** Maximum time to list the calendars of an account. */
const LIST_TIMEOUT_MS = 30_000

/** Maximum number of requests to accounts that a user can cause. Providers limit the requests of all users together. */
const MAX_REQUESTS = 200
const MAX_REQUESTS_MINUTES = 15

/**
 * Opens an account of the user. Refuses connections that consist of a single calendar, such as feeds: they offer no
 * calendars to choose, and no user may trigger unlimited requests to the server of a feed.
 * @throws AppError UNAVAILABLE with the problem of the connector
 */
async function openOwnConnection(
  actor: Actor,
  id: string,
): Promise<{ connection: ConnectionRow; connector: Connector }> {
  const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'connection', parseInput(uuid, id)))
  if (isFeed(row)) throw new AppError('NOT_FOUND')
  await recordAttempt([{ by: `account:${row.userId}`, max: MAX_REQUESTS, minutes: MAX_REQUESTS_MINUTES }])
  return { connection: row, connector: await openConnector(row).catch(refuse) }
}

function listCalendars(connector: Connector, signal: AbortSignal): Promise<RemoteCalendar[]> {
  return connector.listCalendars(signal).catch(refuse)
}

/** Converts a problem of a provider to an error that the page can explain. */
function refuse(error: unknown): never {
  if (error instanceof ConnectorError) throw new AppError('UNAVAILABLE', { data: { problem: error.problem } })
  if (error instanceof DOMException && error.name === 'TimeoutError')
    throw new AppError('UNAVAILABLE', { data: { problem: 'unreachable' } })
  throw error
}
