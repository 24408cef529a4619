import { DAY } from '@/lib/calendar/day'
import type { ChangePage, RemoteChange } from '../connector'
import { type Cursor, formatCursor, parseCursor } from './cursor'
import { DavError } from './errors'
import { allMembers, changedMembers, type ListedMember } from './members'
import { hasEvent } from './object-text'
import { BATCH_SIZE, readObjects } from './objects'
import type { DavRequests } from './requests'
import { DELETED } from './state'

/** Reads the changes of a calendar. @throws ConnectorError `cursor-expired` */
export async function* pull(
  requests: DavRequests,
  calendar: string,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  signal.throwIfAborted()
  const known = cursor === null ? null : parseCursor(cursor)
  if (known && 'etags' in known) return yield* pullByEtags(requests, calendar, known, signal)
  try {
    yield* pullByToken(requests, calendar, known?.token ?? null, signal)
  } catch (error) {
    if (known || !hasNoTokens(error)) throw error
    yield* pullByEtags(requests, calendar, null, signal)
  }
}

/** Returns whether a server has no `sync-collection`, or cannot divide its listing (507), or fails with it. */
function hasNoTokens(error: unknown): boolean {
  return error instanceof DavError && NO_TOKENS.has(error.status)
}

const NO_TOKENS: ReadonlySet<number> = new Set([400, 403, 405, 415, 422, 500, 501, 507])

async function* pullByToken(
  requests: DavRequests,
  calendar: string,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  const isWhole = from === null
  let count = 0
  for await (const part of changedMembers(requests, calendar, from, signal)) {
    count += part.members.length
    let { members } = part
    // Servers exist that list nothing without a token.
    if (isWhole && part.isLast && !count) members = await allMembers(requests, calendar, signal)
    const cursor = part.isLast ? formatCursor({ token: part.token }) : null
    yield* pagesOf(requests, calendar, members, { isWhole, cursor }, signal)
  }
}

/** Compares the ETags of all members with those at the last time. */
async function* pullByEtags(
  requests: DavRequests,
  calendar: string,
  last: Extract<Cursor, { etags: object }> | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
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
  const page = { isWhole: !last, cursor: formatCursor(token === null ? { etags, askedAt } : { token }) }
  yield* pagesOf(requests, calendar, [...changed, ...deleted], page, signal)
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

/** Reads members in batches. Only the last page has the cursor. */
async function* pagesOf(
  requests: DavRequests,
  calendar: string,
  members: readonly ListedMember[],
  { isWhole, cursor }: Omit<ChangePage, 'changes'>,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  for (let at = 0; at === 0 || at < members.length; at += BATCH_SIZE) {
    signal.throwIfAborted()
    const batch = members.slice(at, at + BATCH_SIZE)
    const isLast = at + BATCH_SIZE >= members.length
    const changes = await changesOf(requests, calendar, batch, isWhole, signal)
    yield { changes, isWhole, cursor: isLast ? cursor : null }
  }
}

async function changesOf(
  requests: DavRequests,
  calendar: string,
  members: readonly ListedMember[],
  isWhole: boolean,
  signal: AbortSignal,
): Promise<RemoteChange[]> {
  const states = await readObjects(
    requests,
    calendar,
    members.filter(({ isDeleted }) => !isDeleted),
    signal,
  )
  return members.flatMap(({ id }) => {
    const state = states.get(id)
    const isEvent = state && (state.ics === '' || hasEvent(state.ics!))
    // In a listing of everything, tasks and deleted objects are missing.
    if (!isEvent && isWhole) return []
    return [{ id, raw: isEvent ? state : DELETED, fingerprint: null }]
  })
}
