import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { isAtLeast, type Level } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import {
  type Binding,
  bindingWithConnection,
  type Connection,
  calendarLevel,
} from '@/lib/queries/sync-bindings'
import type { OwnAccount } from './own-account'

/** A binding with its connection, and with the present permissions of its user. */
export interface LoadedBinding {
  binding: Binding
  connection: Connection
  own: OwnAccount
  /** The job that acts for the user of the connection, in the calendars of the binding. */
  actor: Actor
  /** The second calendar that shows the events; null if there is none, or if the user may not edit it. */
  placedIn: string | null
  /** The level of the user in the calendar of the binding. */
  level: Level
}

/**
 * Loads a binding; undefined if it does not exist.
 * @throws AppError NOT_FOUND if the user of the binding no longer sees the calendar
 */
export async function loadBindingToSync(id: string): Promise<LoadedBinding | undefined> {
  const found = await bindingWithConnection(db, id)
  if (!found) return undefined
  const { binding, connection, email } = found
  const { userId, account } = connection
  const level = await calendarLevel(db, userId, binding.calendarId)
  if (!level) throw new AppError('NOT_FOUND')
  const placedLevel = binding.placedIn ? await calendarLevel(db, userId, binding.placedIn) : undefined
  const placedIn = placedLevel && isAtLeast(placedLevel, 'editor') ? binding.placedIn : null
  // The host of a CalDAV server may follow the address in the name of the account.
  const own = /^[^\s()]+@[^\s()]+/.exec(account)?.[0] ?? null
  const addresses = [own, ...(binding.remote.addresses ?? []), email]
  return {
    ...{ binding, connection, placedIn, level },
    own: { userId, addresses: [...new Set(addresses.flatMap((address) => address?.toLowerCase() ?? []))] },
    actor: {
      ...{ kind: 'job', name: 'sync' },
      onBehalfOf: { user: userId, calendars: [binding.calendarId, ...(placedIn ? [placedIn] : [])] },
    },
  }
}
