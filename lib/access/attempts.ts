import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { AppError } from '@/lib/errors'
import { opaqueId } from './secrets'

/** So many within so long, counted by a name: an account, an address, both. */
export interface Limit {
  by: string
  most: number
  minutes: number
}

/**
 * Counts one attempt by each limit, before it is made, so that many at once do not slip through. Narrow limits come first:
 * what one of them refuses is no longer counted by those that more people share. Names are kept hashed: the table is no
 * list of who was here. Nothing else writes `attempts`, but {@link forgive} and {@link forgetAttempts}.
 * @throws AppError TOO_MANY with the seconds until it may be tried again
 */
export async function attempt(limits: readonly Limit[]): Promise<void> {
  for (const { by, most, minutes } of limits) {
    const over = sql`attempts.since < now() - ${minutes} * interval '1 minute'`
    const [counted] = (await db.execute(sql`
      insert into attempts (key, count, since) values (${keyOf(by)}, 1, now())
      on conflict (key) do update set
        count = case when ${over} then 1 else attempts.count + 1 end,
        since = case when ${over} then now() else attempts.since end
      returning count, extract(epoch from now() - since)::int as age`)) as unknown as [
      { count: number; age: number },
    ]
    if (counted.count > most) {
      throw new AppError('TOO_MANY', { data: { seconds: Math.max(minutes * 60 - counted.age, 1) } })
    }
  }
}

/** Takes back what {@link attempt} counted: who got in was not guessing. */
export async function forgive(limits: readonly Limit[]): Promise<void> {
  const keys = limits.map(({ by }) => keyOf(by))
  await db.execute(sql`
    update attempts set count = greatest(count - 1, 0)
    where key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`)
}

/** What began longer ago than any limit lasts is of no use. */
export async function forgetAttempts(): Promise<void> {
  await db.execute(sql`delete from attempts where since < now() - interval '1 day'`)
}

/**
 * An address as it is counted by: of IPv6 the /64 that a household or a server has (RFC 6177), since one of its 2^64
 * addresses is soon exchanged for another.
 */
export function network(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? [] : Array(Math.max(8 - groups.length - after.length, 0)).fill('0')
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}

function keyOf(by: string): string {
  return opaqueId(`attempt:${by}`)
}
