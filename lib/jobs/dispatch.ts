import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import {
  CONSUMERS,
  type ConsumerName,
  handles,
  type WaitingConsumer,
} from '@/lib/commands/pipeline/consumers'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { causeOf, logProblem } from '@/lib/log'
import type { Stream } from '@/lib/realtime/channels'
import { addressCalendarsConsumer, addressSharesConsumer } from './consumers/address-shares'
import { alarmsConsumer } from './consumers/alarms'
import { claimedAnswersConsumer } from './consumers/claimed-answers'
import type { Consumer, HandledChange } from './consumers/consumer'
import { guestPagesConsumer } from './consumers/guest-pages'
import { invitationMailsConsumer } from './consumers/invitation-mails'
import { invitedGroupsConsumer } from './consumers/invited-groups'
import { notificationsConsumer } from './consumers/notifications'
import { shareMailsConsumer } from './consumers/share-mails'
import { syncConsumer } from './consumers/sync'

const HANDLERS: Record<ConsumerName, Consumer> = {
  'address-calendars': addressCalendarsConsumer,
  'address-shares': addressSharesConsumer,
  alarms: alarmsConsumer,
  'claimed-answers': claimedAnswersConsumer,
  'guest-pages': guestPagesConsumer,
  notifications: notificationsConsumer,
  'invitation-mails': invitationMailsConsumer,
  'invited-groups': invitedGroupsConsumer,
  'share-mails': shareMailsConsumer,
  sync: syncConsumer,
}

/** Maximum number of changes that one transaction handles. */
const BATCH_SIZE = 100

/** Maximum number of cursors read at once. */
const MAX_CURSORS = 100

const MAX_RETRY_SECONDS = 3600

/**
 * Runs consumers until no change is left to handle. Several processes may run this at the same time; each cursor is
 * handled by one of them. A consumer that fails keeps its position in the stream and is retried later, while others
 * continue.
 * @returns the number of batches that were handled
 */
export async function dispatch(signal?: AbortSignal): Promise<number> {
  let total = 0
  for (;;) {
    let handled = 0
    for (const cursor of await dueCursors()) {
      if (signal?.aborted) return total
      if (await tryAdvancing(cursor)) handled++
    }
    total += handled
    if (!handled) return total
  }
}

/** Reads cursors with changes to handle. */
async function dueCursors(): Promise<WaitingConsumer[]> {
  const names = JSON.stringify(Object.keys(CONSUMERS))
  return await db.execute<Columns<WaitingConsumer>>(sql`
    select consumer, stream from consumer_cursors
    where seq < pending and (retry_at is null or retry_at <= now()) and ${names}::jsonb ? consumer
    order by consumer, stream limit ${MAX_CURSORS}`)
}

/** Handles the next batch of a cursor, and schedules a retry if that fails. */
async function tryAdvancing({ consumer, stream }: WaitingConsumer): Promise<boolean> {
  try {
    return await advance(consumer, stream)
  } catch (error) {
    if (error instanceof CursorMoved) return false
    logProblem(`consumer ${consumer} tries again later`, error, causeOf(error))
    await db.execute(sql`
      update consumer_cursors set failures = failures + 1,
        -- Bounded before the power, which overflows at 1024 failures.
        retry_at = now() + least(power(2, least(failures, 12)), ${MAX_RETRY_SECONDS}) * interval '1 second'
      where consumer = ${consumer} and stream = ${stream}`)
    return false
  }
}

/** Thrown when another process has moved the cursor between its lookup and the lock. */
class CursorMoved extends Error {}

/** Handles the next batch of a stream; returns false if another process does. */
async function advance(consumer: ConsumerName, stream: string): Promise<boolean> {
  const committed = await db.transaction(async (tx) => {
    const [cursor] = await tx.execute<Columns<Cursor>>(sql`
      select seq::int, pending::int from consumer_cursors
      where consumer = ${consumer} and stream = ${stream} and seq < pending
        and pg_try_advisory_xact_lock(hashtextextended(consumer || ' ' || stream, 0))`)
    if (!cursor) return undefined
    const changes = await changesAfter(tx, consumer, stream, cursor)
    const matching = changes.filter((change) => handles(consumer, change))
    const outcome = matching.length ? await HANDLERS[consumer](tx, matching) : { changes: [] }
    const actor = { kind: 'job', name: consumer } as const
    const recorded = await recordOutcome(tx, actor, consumer, { origin: 'job' }, { result: null, ...outcome })
    // The cursor is moved last, since streams are locked before cursors (see record.ts).
    const moved = await tx.execute(sql`
      update consumer_cursors set seq = ${changes.length === BATCH_SIZE ? changes.at(-1)!.seq : cursor.pending},
        failures = 0, retry_at = null
      where consumer = ${consumer} and stream = ${stream} and seq = ${cursor.seq} returning 1`)
    if (!moved.length) throw new CursorMoved()
    return recorded
  })
  if (committed) afterCommit(committed)
  return committed !== undefined
}

interface Cursor {
  seq: number
  pending: number
}

/**
 * Reads the next changes of a stream that a consumer handles. None is skipped: a transaction that takes sequence
 * numbers locks the row of the stream until it commits, so changes become visible in the order of their numbers.
 */
async function changesAfter(
  tx: Tx,
  consumer: ConsumerName,
  stream: string,
  { seq, pending }: Cursor,
): Promise<HandledChange[]> {
  const rows = await tx.execute<Omit<HandledChange, 'stream'>>(sql`
    select seq::int, entity, entity_id as id, op, before, after from changes
    where stream = ${stream} and seq > ${seq} and seq <= ${pending}
      and ${JSON.stringify(CONSUMERS[consumer].entities)}::jsonb ? entity
    order by seq limit ${BATCH_SIZE}`)
  return rows.map((row) => ({ ...row, stream: stream as Stream }))
}
