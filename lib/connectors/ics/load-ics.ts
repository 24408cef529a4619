import { createHash } from 'node:crypto'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import { readIcs } from '@/lib/files/read-ics'
import { ConnectorError } from '../connector'
import { fetchIcs, type Validators } from './fetch-ics'

/** The address of a feed, which may contain a user name and a password. */
export interface IcsAccess {
  url: string
  /** The time zone of the user, for times whose zone is unknown. */
  zone: Zone
}

/** Identifies the version of a feed that was read last. */
export interface IcsVersion extends Validators {
  /** Hash of the response. */
  bytes: string
  /** Hash of the contents of its events: many feeds contain the time of the request. */
  contents: string
}

export interface LoadedIcs {
  version: IcsVersion
  calendar: RemoteCalendar
  eventCount: number
  /** Its events: JSON arrays of `IcsEvent`. */
  pages: string[]
}

/**
 * Requests and reads a feed.
 *
 * @returns the version alone if the feed has the same events as the known version
 * @throws ConnectorError
 */
export async function loadIcs(
  access: IcsAccess,
  known: IcsVersion | null,
  signal: AbortSignal,
): Promise<LoadedIcs | IcsVersion> {
  const fetched = await fetchIcs(access.url, known, signal)
  if (!fetched) return known!
  const { bytes, ...validators } = fetched
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (known?.bytes === hash) return { ...known, ...validators }
  const { zone, url } = access
  const { summary, pages } = await readIcs({ bytes, zone, url, signal }).catch((error) => {
    signal.throwIfAborted()
    throw errorOf(error)
  })
  if ('error' in summary) throw new ConnectorError(summary.error, 'feed')
  const version = { ...validators, bytes: hash, contents: summary.hash }
  if (known?.contents === summary.hash) return version
  const { name, color, eventCount } = summary
  const calendar = {
    ...{ id: 'feed', name: name ?? hostOf(access.url), zone: summary.zone, color },
    ...{ access: 'read' as const, isPrimary: false },
  }
  return { version, calendar, eventCount, pages }
}

/** Returns the host of an address. The rest of it can be secret. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : ''
}

function errorOf(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  if (error.code === 'TOO_LARGE') return new ConnectorError('too-large', 'worker')
  return error.code === 'UNAVAILABLE' ? new ConnectorError('unreachable', 'no thread is free') : error
}
