import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { ERRORS } from '@/lib/errors'

/** As many are kept. */
const KEPT = 500

/** So many are noted in a second: a fault in everything must not be a fault of the database too. */
const A_SECOND = 5

let since = 0
let noted = 0

/**
 * Notes something that went wrong by our own doing, for those who look after this installation. Never fails, and holds
 * nobody up: where the database itself is at fault, the log has it.
 * @param place what was being done: a path, an action, a job
 */
export function noteFault(place: string, error: unknown): void {
  // A refusal that reached a page; by its code, since Next loads the class more than once.
  if (error instanceof Error && error.message in ERRORS) return
  const now = Date.now()
  if (now - since > 1000) {
    since = now
    noted = 0
  }
  if (++noted > A_SECOND) return
  void keep(place.slice(0, 200), faultOf(error)).catch(() => {})
}

/** What may be told of an error: never a value that somebody had written. */
export function faultOf(error: unknown): { message: string; trace: string } {
  if (!(error instanceof Error)) return { message: typeof error, trace: '' }
  const cause = (error.cause ?? error) as Error & {
    code?: string
    constraint_name?: string
    table_name?: string
  }
  const about = [cause.code, cause.table_name, cause.constraint_name].filter(Boolean).join(' ')
  // A failed query's own message is the query with its values.
  const text = 'params' in error ? cause.message : error.message
  return {
    message: [cause.name, about, bare(text)].filter(Boolean).join(': ').slice(0, 300),
    trace: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}

/** What stands in quotes, or after a colon, may be anybody's: the words around it are ours, or the library's. */
function bare(message: string): string {
  return message
    .split('\n')[0]!
    .replace(/(["'`“]).*(["'`”])/g, '$1…$2')
    .replace(/\S+@\S+/g, '…')
}

async function keep(place: string, { message, trace }: { message: string; trace: string }): Promise<void> {
  await db.execute(sql`
    insert into faults (id, place, message, trace) values (${uuidv7()}, ${place}, ${message}, ${trace})`)
  await db.execute(sql`
    delete from faults where id < (select id from faults order by id desc offset ${KEPT} limit 1)`)
}
