import { createHash } from 'node:crypto'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import { DAY } from '@/lib/calendar/day'
import type { WrittenEvent } from '@/lib/calendar/server/ical/write'
import { icalText } from '@/lib/calendar/server/ical-stream'
import { noteRead } from '@/lib/commands/feed-reads'
import { AppError } from '@/lib/errors'
import { busyTimes } from '@/lib/queries/busy'
import { exportedEvents } from '@/lib/queries/export'
import { feedToken } from '@/lib/schemas/calendars'
import { streamOf } from './stream'

/**
 * A calendar, to whoever has the secret address of a feed of it. Who has a wrong one, or one that no longer opens, is
 * told nothing. A reader that knows what it has already (RFC 9110 §13) is answered without reading any events.
 */
export async function feed(request: Request, secret: string, busyTitle: string): Promise<Response> {
  const found = await feedOf(secret)
  if (!found) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } })
  await noteRead(found)
  const now = Date.now()
  const headers = {
    // Asked again each time, which costs one small question.
    'Cache-Control': 'private, no-cache',
    ETag: tagOf(found, now),
    'Last-Modified': changedAt(found, now).toUTCString(),
  }
  if (isKnown(request, headers)) return new Response(null, { status: 304, headers })
  const body = request.method === 'HEAD' ? null : streamOf(feedText(found, now, busyTitle))
  return new Response(body, { headers: { ...headers, 'Content-Type': 'text/calendar; charset=utf-8' } })
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
  let head = true
  for await (const text of icalText({ name, color, method: 'PUBLISH' }, shown(found, now, title))) {
    yield head ? withRefresh(text) : text
    head = false
  }
}

/** How often it is worth asking: RFC 7986 §5.7, and what programs understood before that. */
function withRefresh(text: string): string {
  return text.replace(
    /^(METHOD:.*\r\n)/m,
    '$1REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n',
  )
}

async function* shown(
  found: Grant<'read', 'feed'>,
  now: number,
  title: string,
): AsyncGenerator<WrittenEvent> {
  const { level, calendarId } = found.row
  if (level === 'full') yield* exportedEvents(db, found)
  yield* await busyTimes(db, found, calendarId, { now, title, hidden: level === 'full' })
}

/** Busy times move on with the days, also where nobody changes anything. */
function today(now: number): number {
  return Math.floor(now / DAY) * DAY
}

function tagOf({ row }: Grant<'read', 'feed'>, now: number): string {
  const { id, seq, level, calendarName, calendarColor } = row
  const state = JSON.stringify([FORMAT, id, seq, level, calendarName, calendarColor, today(now)])
  return `"${createHash('sha256').update(state).digest('base64url').slice(0, 27)}"`
}

/** Changes when the same events would be written otherwise. */
const FORMAT = 1

function changedAt({ row }: Grant<'read', 'feed'>, now: number): Date {
  return new Date(Math.max(row.changedAt.getTime(), today(now)))
}

/** If-Modified-Since counts only where there is no If-None-Match (RFC 9110 §13.1.3). */
function isKnown({ headers }: Request, answer: { ETag: string; 'Last-Modified': string }): boolean {
  const tags = headers.get('if-none-match')
  if (tags !== null) {
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === answer.ETag)
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return since >= Date.parse(answer['Last-Modified'])
}
