import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { ConnectorError, type WriteOptions } from '../connector'
import { graphEventPath, type MicrosoftAccount } from './account'
import type { GraphEvent, KnownEvent, OwnFields } from './event'
import { FIELDS_ID } from './own-fields'
import { type Patch, type PatchContext, patchedOwn } from './patch'
import { readEvent } from './reading'
import { type MicrosoftState, toKnownEvent } from './state'

/** An event that is being written. */
export interface Writing {
  account: MicrosoftAccount
  calendar: RemoteCalendar
  options: WriteOptions
  context: PatchContext
}

/** Returns whether a patch changes nothing. @param own the own fields of the event before */
export function isEmpty(patch: Patch, own: OwnFields | undefined): boolean {
  return Object.keys(patch.body).length === 0 && !patchedOwn(own, patch)
}

/** Sends a patch. @param known the own fields of the event before */
export async function sendPatch(
  { account, calendar, options }: Writing,
  id: string,
  known: OwnFields | undefined,
  patch: Patch,
  headers: Record<string, string>,
): Promise<GraphEvent> {
  const own = patchedOwn(known, patch)
  const properties = own && [{ id: FIELDS_ID, value: JSON.stringify(own) }]
  return account.requests.call<GraphEvent>(graphEventPath(calendar, id), options.signal, {
    method: 'PATCH',
    headers,
    body: { ...patch.body, ...(properties && { singleValueExtendedProperties: properties }) },
  })
}

/** Returns an event after a patch, with Kinday's own fields, which the response lacks. */
export function eventAfterPatch(
  raw: GraphEvent,
  { own: known }: KnownEvent,
  patch: Patch,
  { context }: Writing,
): KnownEvent {
  const own = patchedOwn(known, patch) ?? known
  return { ...toKnownEvent(raw, context.categories), ...(own && { own }) }
}

/** Reads the present state of an event. @throws ConnectorError `gone` */
export async function readState(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<MicrosoftState> {
  const read = await readEvent(account, calendar, id, signal)
  if (!read) throw new ConnectorError('gone', 'deleted meanwhile')
  return read.state
}

/** Returns the condition that an event was not changed since it was read. */
export function ifMatch(event: GraphEvent): Record<string, string> {
  const etag = event['@odata.etag']
  return etag ? { 'if-match': etag } : {}
}
