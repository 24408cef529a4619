import { createHash } from 'node:crypto'
import { createTranslator } from 'use-intl/core'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import { DAY } from '@/lib/calendar/day'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { streamIcal } from '@/lib/calendar/server/ical-stream'
import { type FeedVersion, recordFeedRead, recordFeedVersion } from '@/lib/commands/rows/feeds'
import { AppError } from '@/lib/errors'
import { busyTimes } from '@/lib/queries/busy-times'
import { exportedEvents } from '@/lib/queries/export'
import { feedToken } from '@/lib/schemas/calendars'
import { languageOf } from '@/lib/schemas/languages'
import { readableStream } from './stream'

/**
 * Answers a request for a feed by its secret address. Unknown and revoked addresses get the same response. The ETag is
 * a hash of the body, so it does not reveal changes that the feed omits. The body is only generated if the calendar has
 * changed since the last request. Its language is that of the feed's creator, not of Accept-Language, because all
 * clients share the ETag and Last-Modified.
 */
export async function serveFeed(request: Request, secret: string): Promise<Response> {
  const found = await feedOf(secret)
  if (!found) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } })
  await recordFeedRead(found)
  const now = Date.now()
  const busyTitle = await busyTitleIn(found.row.locale)
  const { etag, changedAt } = await versionOf(found, now, busyTitle)
  const headers = {
    // Clients revalidate with each request, which costs one short query.
    'Cache-Control': 'private, no-cache',
    ETag: `"${etag}"`,
    'Last-Modified': changedAt.toUTCString(),
  }
  if (hasCurrentBody(request, headers)) return new Response(null, { status: 304, headers })
  const body = request.method === 'HEAD' ? null : readableStream(feedText(found, now, busyTitle))
  return new Response(body, { headers: { ...headers, 'Content-Type': 'text/calendar; charset=utf-8' } })
}

async function busyTitleIn(locale: string): Promise<string> {
  const language = languageOf(locale)
  const { default: calendar } = await import(`../../messages/${language}/calendar.json`)
  return createTranslator({ locale: language, messages: { calendar }, namespace: 'calendar' })('busy')
}

/** Returns the hash of the body and when it last changed: stored for the same state of the calendar, or computed. */
async function versionOf(found: Grant<'read', 'feed'>, now: number, title: string): Promise<FeedVersion> {
  const { seq, calendarName, calendarColor, version } = found.row
  // The range of busy times depends on the current day.
  const state = hashOf(
    JSON.stringify([FORMAT, seq, calendarName, calendarColor, Math.floor(now / DAY), title]),
  )
  if (version?.state === state) return version
  const hash = createHash('sha256')
  for await (const text of feedText(found, now, title)) hash.update(text)
  return recordFeedVersion(found, state, shortened(hash.digest('base64url')))
}

/** Version of the format, part of the hash. */
const FORMAT = 2

function hashOf(text: string): string {
  return shortened(createHash('sha256').update(text).digest('base64url'))
}

function shortened(digest: string): string {
  return digest.slice(0, 27)
}

async function feedOf(secret: string): Promise<Grant<'read', 'feed'> | undefined> {
  const token = feedToken.safeParse(secret)
  if (!token.success) return undefined
  try {
    return await db.transaction((tx) => grant(tx, NOBODY, 'read', 'feed', { token: token.data }))
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

async function* feedText(found: Grant<'read', 'feed'>, now: number, title: string): AsyncGenerator<string> {
  const { calendarName: name, calendarColor: color } = found.row
  let isFirst = true
  for await (const text of streamIcal({ name, color, method: 'PUBLISH' }, eventsOf(found, now, title))) {
    yield isFirst ? withRefresh(text) : text
    isFirst = false
  }
}

/** Adds the refresh interval: RFC 7986 §5.7, and the older properties that clients understand. */
function withRefresh(text: string): string {
  return text.replace(
    /^(METHOD:.*\r\n)/m,
    '$1REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n',
  )
}

async function* eventsOf(
  found: Grant<'read', 'feed'>,
  now: number,
  title: string,
): AsyncGenerator<EventToWrite> {
  const { level, calendarId } = found.row
  if (level === 'full') yield* exportedEvents(db, found)
  yield* await busyTimes(db, found, calendarId, { now, title, isHiddenOnly: level === 'full' })
}

/** If-Modified-Since counts only where there is no If-None-Match (RFC 9110 §13.1.3). */
function hasCurrentBody({ headers }: Request, response: { ETag: string; 'Last-Modified': string }): boolean {
  const tags = headers.get('if-none-match')
  if (tags !== null) {
    return tags
      .split(',')
      .some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === response.ETag)
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return since >= Date.parse(response['Last-Modified'])
}
