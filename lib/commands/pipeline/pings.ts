import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { causeOf, logProblem } from '@/lib/log'
import type { Ping, Stream } from '@/lib/realtime/channels'
import { isServerDown, sendPings } from '@/lib/realtime/publish'

/** Delay that combines several changes of a stream into one ping. */
const GATHER_MS = 5

/** Delay that combines the marks of several pings into one statement, well below the age of pings that are resent. */
const MARK_MS = 500

let waiting = new Map<Stream, number>()
let sending: Promise<void> | undefined
let unmarked = new Map<Stream, number>()
let marking: Promise<void> | undefined

/**
 * Schedules pings for streams with new changes. Returns at once. If sending fails or the process ends,
 * {@link resendPings} sends them later.
 */
export function schedulePings(seqs: Record<string, number>): void {
  for (const [stream, seq] of Object.entries(seqs)) keepLatest(waiting, { stream: stream as Stream, seq })
  if (waiting.size && !sending) sending = sendWaiting()
}

/** Waits until all scheduled pings have been sent and marked, or have failed. Call it before the process exits. */
export async function waitForPings(): Promise<void> {
  while (sending) await sending
  await marking
  if (unmarked.size) await markSent()
}

/** Sends the pings of changes that are committed but not marked as sent after a while. */
export async function resendPings(olderThanMs = 5000): Promise<number> {
  const pings = await db.execute<Columns<Ping>>(sql`
    select stream, max(seq)::int as seq from changes
    where published_at is null and created_at < now() - ${olderThanMs} * interval '1 millisecond'
    group by stream order by stream limit 500`)
  if (pings.length) {
    await sendPings(pings)
    await mark(pings)
  }
  return pings.length
}

async function sendWaiting(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
  const pings = toPings(waiting)
  waiting = new Map()
  try {
    await sendPings(pings)
    if (!unmarked.size) setTimeout(() => (marking = markSent()), MARK_MS).unref()
    for (const ping of pings) keepLatest(unmarked, ping)
  } catch (error) {
    // resendPings retries; a failure is worth logging only while a server is running.
    if (!isServerDown(error)) logProblem('pings are not sent yet', error, causeOf(error))
  }
  sending = waiting.size ? sendWaiting() : undefined
}

/** Marks the pings that {@link sendWaiting} has sent. If that fails, they are sent again. */
async function markSent(): Promise<void> {
  const pings = toPings(unmarked)
  unmarked = new Map()
  if (!pings.length) return
  await mark(pings).catch((error) => logProblem('pings are sent again', error, causeOf(error)))
}

async function mark(pings: readonly Ping[]): Promise<void> {
  await db.execute(sql`
    update changes c set published_at = now()
    from jsonb_to_recordset(${JSON.stringify(pings)}::jsonb) as p (stream text, seq bigint)
    where c.stream = p.stream and c.seq <= p.seq and c.published_at is null`)
}

function keepLatest(pings: Map<Stream, number>, { stream, seq }: Ping): void {
  pings.set(stream, Math.max(seq, pings.get(stream) ?? 0))
}

function toPings(pings: ReadonlyMap<Stream, number>): Ping[] {
  return [...pings].map(([stream, seq]) => ({ stream, seq }))
}
