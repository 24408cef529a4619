import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { causeOf, logProblem } from '@/lib/log'
import type { Ping, Stream } from '@/lib/realtime/channels'
import { nobodyListens, sendPings } from '@/lib/realtime/publish'

/** Delay that combines several changes of a stream into one ping. */
const GATHER_MS = 5

let waiting = new Map<Stream, number>()
let leaving: Promise<void> | undefined

/**
 * Schedules pings for streams with new changes. Returns at once. If sending fails or the process ends, {@link
 * resendPings} sends them later.
 */
export function schedulePings(seqs: Record<string, number>): void {
  for (const [stream, seq] of Object.entries(seqs)) {
    waiting.set(stream as Stream, Math.max(seq, waiting.get(stream as Stream) ?? 0))
  }
  if (waiting.size && !leaving) leaving = leave()
}

/** Waits until all scheduled pings have been sent or have failed. Call it before the process exits. */
export async function waitForPings(): Promise<void> {
  while (leaving) await leaving
}

/** Sends the pings of changes that are committed but not marked as sent after a while. */
export async function resendPings(olderThanMs = 5000): Promise<number> {
  const pings = await db.execute<Columns<Ping>>(sql`
    select stream, max(seq)::int as seq from changes
    where published_at is null and created_at < now() - ${olderThanMs} * interval '1 millisecond'
    group by stream order by stream limit 500`)
  if (pings.length) await sendAndMark(pings)
  return pings.length
}

async function leave(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
  const pings = [...waiting].map(([stream, seq]) => ({ stream, seq }))
  waiting = new Map()
  // resendPings retries; a failure is worth logging only while a server is running.
  await sendAndMark(pings).catch((error) => {
    if (!nobodyListens(error)) logProblem('pings are not sent yet', error, causeOf(error))
  })
  leaving = waiting.size ? leave() : undefined
}

async function sendAndMark(pings: readonly Ping[]): Promise<void> {
  await sendPings(pings)
  await db.execute(sql`
    update changes c set published_at = now()
    from jsonb_to_recordset(${JSON.stringify(pings)}::jsonb) as p (stream text, seq bigint)
    where c.stream = p.stream and c.seq <= p.seq and c.published_at is null`)
}
