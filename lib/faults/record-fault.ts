import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { faultFingerprint } from '@/db/schema/instance'
import { ERRORS } from '@/lib/errors'
import { isClientMistake } from './client-errors'

/** Number of different faults that are kept. */
const MAX_KEPT = 500

/** Number of different faults that are collected between two writes. */
const MAX_PENDING = 20

/** Time between two writes, so that a fault in every request does not become a load on the database. */
const WRITE_INTERVAL_MS = 1000

interface Fault {
  place: string
  message: string
  trace: string
  count: number
}

let pending = new Map<string, Fault>()
let isWriting = false

/**
 * Records a fault of the server for its administrators; a repeated fault is counted. Never fails and never delays the
 * caller: if the database itself is at fault, the log has it. Refusals and mistakes of a client are not recorded.
 *
 * @param place what was being done: a path, an action, a job
 */
export function recordFault(place: string, error: unknown): void {
  // Compares codes, because Next loads the class AppError more than once.
  if (error instanceof Error && error.message in ERRORS) return
  if (isClientMistake(error)) return
  const fault = { place: place.slice(0, 200), ...faultOf(error), count: 1 }
  const key = JSON.stringify([fault.place, fault.message, fault.trace])
  const pendingFault = pending.get(key)
  if (pendingFault) pendingFault.count++
  else if (pending.size < MAX_PENDING) pending.set(key, fault)
  if (!isWriting) void writePending()
}

async function writePending(): Promise<void> {
  isWriting = true
  while (pending.size) {
    const faults = [...pending.values()]
    pending = new Map()
    await store(faults).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, WRITE_INTERVAL_MS).unref())
  }
  isWriting = false
}

/** Returns the parts of an error that contain no values of users. */
export function faultOf(error: unknown): { message: string; trace: string } {
  if (!(error instanceof Error)) return { message: typeof error, trace: '' }
  const cause = (error.cause ?? error) as Error & {
    code?: string
    constraint_name?: string
    table_name?: string
  }
  const identifiers = [cause.code, cause.table_name, cause.constraint_name].filter(Boolean).join(' ')
  // The message of a failed query contains its values.
  const text = 'params' in error ? cause.message : error.message
  return {
    message: [cause.name, identifiers, withoutValues(text)].filter(Boolean).join(': ').slice(0, 300),
    trace: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}

/** Removes quoted text and addresses, which may be values of users. */
function withoutValues(message: string): string {
  return message
    .split('\n')[0]!
    .replace(/(["'`“]).*(["'`”])/g, '$1…$2')
    .replace(/\S+@\S+/g, '…')
}

/** Writes faults, one after the other: two of them may have the same fingerprint. */
async function store(faults: readonly Fault[]): Promise<void> {
  for (const { place, message, trace, count } of faults) {
    await db.execute(sql`
      insert into faults (id, place, message, trace, count) values (${uuidv7()}, ${place}, ${message}, ${trace}, ${count})
      on conflict (${faultFingerprint(sql`place`, sql`message`, sql`trace`)}) do update set
        id = excluded.id, message = excluded.message, count = faults.count + excluded.count, last_seen_at = now()`)
  }
  await db.execute(sql`
    delete from faults where id < (select id from faults order by id desc offset ${MAX_KEPT} limit 1)`)
}
