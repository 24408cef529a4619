import { type SQL, sql } from 'drizzle-orm'
import { type Db, db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/server/address.mjs'
import { opaqueId } from './secrets'

/** A maximum number of attempts within a time, counted by a key: an account, a client, or both. */
export interface Limit {
  by: string
  max: number
  minutes: number
  /** Effect of exceeding the limit: the attempt is refused (the default), or it waits {@link SLOW_DOWN_MS} first. */
  over?: 'refuse' | 'slow'
}

/** Delay of an attempt beyond a limit that slows down. */
const SLOW_DOWN_MS = 2000

/** A shared address may stand for many clients: its limit is this many times the limit of one client. */
const SHARED_FACTOR = 10

/**
 * Returns the limits of one client (lib/server/address.mjs). A client that is identified is refused beyond `max`. An
 * address that many clients may share is slowed down, beyond ten times as many: a refusal would lock out all of them.
 * `shared: false` leaves the shared address out, for limits that are also counted per account.
 */
export function limitsOfClient(
  name: string,
  { key, shared }: Client,
  limit: { max: number; minutes: number },
  options: { shared?: boolean } = {},
): Limit[] {
  const limits: Limit[] = []
  if (key) limits.push({ ...limit, by: `${name}:${key.split('>').map(networkOf).join('>')}` })
  if (shared && options.shared !== false) {
    const max = limit.max * SHARED_FACTOR
    limits.push({ by: `${name}:shared:${shared}`, max, minutes: limit.minutes, over: 'slow' })
  }
  return limits
}

/**
 * Counts an attempt by each limit before it is made, so that concurrent attempts cannot exceed a limit. Narrow limits
 * come first: an attempt that one of them refuses is not counted by limits that more people share. Keys are stored
 * hashed, so the table does not reveal who tried. Only statements of this file write `attempts`.
 * @param on the transaction of a command: waiting for a second connection could deadlock
 * @param attempts number of attempts that are made at once
 * @throws AppError TOO_MANY with the seconds to wait
 */
export async function recordAttempt(limits: readonly Limit[], on: Db = db, attempts = 1): Promise<void> {
  for (const { by, max, minutes, over: effect } of limits) {
    const counted = singleRow(
      await on.execute<{ count: number; age: number }>(countAttempts(by, minutes, attempts)),
    )
    if (counted.count > max && effect === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, SLOW_DOWN_MS))
    } else if (counted.count > max) {
      throw new AppError('TOO_MANY', { data: { seconds: Math.max(minutes * 60 - counted.age, 1) } })
    }
  }
}

/**
 * Counts as many attempts as a limit allows, and returns their number.
 * @param forced number of attempts that are made in any case, and counted first
 */
export async function takeAttempts(
  on: Db,
  { by, max, minutes }: Limit,
  wanted: number,
  forced = 0,
): Promise<number> {
  const { count } = singleRow(await on.execute<{ count: number }>(countAttempts(by, minutes, forced)))
  const taken = Math.min(wanted, Math.max(max - count, 0))
  if (taken) await on.execute(countAttempts(by, minutes, taken))
  return taken
}

/**
 * Returns the statement that counts attempts by a key, and starts again at 0 after some minutes. It returns the `count`
 * and its `age` in seconds. Commands run it in their own transaction, so that only completed commands count.
 * @param after a common table expression that is evaluated before the counter's row is locked
 */
export function countAttempts(by: string, minutes: number, attempts = 1, after?: SQL): SQL {
  const isPeriodOver = sql`attempts.since < now() - ${minutes}::int * interval '1 minute'`
  return sql`
    insert into attempts (key, count, since)
    select ${keyOf(by)}, ${attempts}::int, now() ${after && sql`from (select count(*) from ${after}) as done`}
    on conflict (key) do update set
      count = case when ${isPeriodOver} then excluded.count else attempts.count + excluded.count end,
      since = case when ${isPeriodOver} then now() else attempts.since end
    returning count, extract(epoch from now() - since)::int as age`
}

/** Subtracts what {@link recordAttempt} counted, for an attempt that succeeded. */
export async function undoAttempts(limits: readonly Limit[]): Promise<void> {
  const keys = limits.map(({ by }) => keyOf(by))
  await db.execute(sql`
    update attempts set count = greatest(count - 1, 0)
    where key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`)
}

/** Deletes attempts that are older than any limit's period. */
export async function purgeAttempts(): Promise<void> {
  await db.execute(sql`delete from attempts where since < now() - interval '1 day'`)
}

/**
 * Returns the part of an address that attempts are counted by: for IPv6, the /64 that a household or a server has (RFC
 * 6177), since a client can use any of its 2^64 addresses.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head.split(':').filter(Boolean)
  const tailGroups = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? [] : Array(Math.max(8 - groups.length - tailGroups.length, 0)).fill('0')
  return [...groups, ...zeros, ...tailGroups].slice(0, 4).join(':')
}

function keyOf(by: string): string {
  return opaqueId(`attempt:${by}`)
}
