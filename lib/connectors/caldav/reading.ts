import { DAY } from '@/lib/calendar/day'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { type ChangePage, type RemoteChange, UnexpectedResponse } from '../connector'
import { FailedObjects } from '../failed-objects'
import { type Cursor, formatCursor, parseCursor } from './cursor'
import { DavError } from './errors'
import { allMembers, changedMembers, type ListedMember, memberUrl } from './members'
import { hasEvent } from './object-text'
import { BATCH_SIZE, FAILED, readObjects } from './objects'
import type { DavRequests } from './requests'
import { type CaldavState, DELETED } from './state'

/** Reads the changes of a calendar. @throws ConnectorError `cursor-expired` */
export async function* pull(
  requests: DavRequests,
  calendar: string,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  signal.throwIfAborted()
  const known = cursor === null ? null : parseCursor(cursor)
  const reading = { requests, calendar, failed: new FailedObjects(known?.failed), isWhole: !known, signal }
  if (known && 'etags' in known) return yield* pullByEtags(reading, known)
  try {
    yield* pullByToken(reading, known?.token ?? null)
  } catch (error) {
    if (known || !hasNoTokens(error)) throw error
    yield* pullByEtags(reading, null)
  }
}

/** Returns whether a server has no `sync-collection`, or cannot divide its listing (507), or fails with it. */
function hasNoTokens(error: unknown): boolean {
  return error instanceof DavError && NO_TOKENS.has(error.status)
}

const NO_TOKENS: ReadonlySet<number> = new Set([400, 403, 405, 415, 422, 500, 501, 507])

/** A pull of a calendar. */
interface Reading {
  requests: DavRequests
  calendar: string
  failed: FailedObjects
  isWhole: boolean
  signal: AbortSignal
}

async function* pullByToken(reading: Reading, from: string | null): AsyncGenerator<ChangePage> {
  const { requests, calendar, isWhole, signal } = reading
  let count = 0
  for await (const part of changedMembers(requests, calendar, from, signal)) {
    count += part.members.length
    let { members } = part
    // Servers exist that list nothing without a token.
    if (isWhole && part.isLast && !count) members = await allMembers(requests, calendar, signal)
    yield* pagesOf(reading, members, part.isLast ? { token: part.token } : null)
  }
}

/** Compares the ETags of all members with those at the last time. */
async function* pullByEtags(
  reading: Reading,
  last: Extract<Cursor, { etags: object }> | null,
): AsyncGenerator<ChangePage> {
  const { requests, calendar, signal } = reading
  const known = last?.etags
  const now = Date.now()
  const isAsked = last !== null && Math.abs(now - (last.askedAt ?? 0)) > TOKEN_RETRY_MS
  const token = isAsked ? await presentToken(requests, calendar, signal) : null
  const members = await allMembers(requests, calendar, signal)
  const present = new Set(members.map(({ id }) => id))
  const changed = members.filter(({ id, etag }) => !etag || known?.[id] !== etag)
  const deleted = Object.keys(known ?? {})
    .filter((id) => !present.has(id))
    .map((id): ListedMember => ({ id, url: '', etag: null, isDeleted: true }))
  const etags = Object.fromEntries(members.map(({ id, etag }) => [id, etag ?? '']))
  const askedAt = isAsked || !last ? now : (last.askedAt ?? 0)
  yield* pagesOf(reading, [...changed, ...deleted], token === null ? { etags, askedAt } : { token })
}

/** Time after which a server that had no tokens is asked for one again: it may only have failed. */
const TOKEN_RETRY_MS = DAY

/** Returns the present token of a calendar; null if the server has none. The members are listed after it is known. */
async function presentToken(
  requests: DavRequests,
  calendar: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    let token: string | null = null
    for await (const part of changedMembers(requests, calendar, null, signal)) token = part.token
    return token
  } catch (error) {
    if (!hasNoTokens(error)) throw error
    return null
  }
}

/** Reads members in pages. @param cursor the position after them; null if more members follow */
async function* pagesOf(
  reading: Reading,
  members: readonly ListedMember[],
  cursor: Cursor | null,
): AsyncGenerator<ChangePage> {
  const { requests, calendar, failed, signal } = reading
  const due = new Set(cursor ? failed.due() : [])
  for (const { id } of members) due.delete(id)
  const wanted = [
    ...members.filter(({ isDeleted }) => !isDeleted),
    ...[...due].map((id) => ({ id, url: memberUrl(calendar, id) })),
  ]
  const deleted = members.flatMap(({ id, isDeleted }) => (isDeleted ? [[{ id }, null] as const] : []))
  let page = toPage(reading, [])
  for (const batch of chunksOf(wanted, BATCH_SIZE)) {
    signal.throwIfAborted()
    for await (const part of readObjects(requests, calendar, batch, signal)) {
      if (page.changes.length || page.unreadable?.length) yield page
      page = toPage(reading, part)
    }
  }
  page.changes.push(...toPage(reading, deleted).changes)
  yield { ...page, cursor: cursor && formatCursor({ ...cursor, ...failed.toCursor() }) }
}

function toPage(
  { failed, isWhole }: Reading,
  read: readonly (readonly [member: { id: string }, state: CaldavState | null])[],
): ChangePage {
  const page = { changes: [] as RemoteChange[], unreadable: [] as string[], cursor: null, isWhole }
  for (const [{ id }, state] of read) {
    if (state === FAILED) {
      if (failed.isFull && !failed.has(id)) throw new UnexpectedResponse('too many objects fail')
      failed.add(id)
      page.unreadable.push(id)
      continue
    }
    failed.delete(id)
    const isEvent = state && (state.ics === '' || hasEvent(state.ics!))
    // In a listing of everything, tasks and deleted objects are missing.
    if (isEvent || !isWhole) page.changes.push(toChange(id, isEvent ? state : DELETED))
  }
  return page
}

function toChange(id: string, raw: CaldavState): RemoteChange {
  // Former versions decoded percent signs in ids.
  const former = id.includes('%25') && { createdAs: id.replaceAll('%25', '%') }
  return { id, raw, fingerprint: null, ...former }
}
