import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { notifySharee } from '@/lib/commands/effects/notify-sharee'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { calendarOf } from '@/lib/realtime/channels'
import type { Consumer } from './consumer'

/** A share as stored in a change. */
interface Share {
  email: string
  level: 'owner' | 'editor' | 'viewer' | 'freebusy'
}

/** Notifies the account with an address of changed shares, and closes its connections if it loses access. */
export const addressShares: Consumer = (tx, changes) =>
  notifySharees(
    tx,
    changes.map(({ stream, before, after }) => ({
      email: ((after ?? before) as Pick<Share, 'email'>).email,
      calendar: calendarOf(stream)!,
      cutOff: losesStream(before as Share | null, after as Share | null),
    })),
  )

/** Notifies accounts with a share by address when the calendar is trashed or restored. */
export const addressCalendars: Consumer = async (tx, changes) => {
  const ids = JSON.stringify(changes.map(({ id }) => id))
  const accepted = await tx.execute<Columns<AddressNotice>>(sql`
    select s.email, s.calendar_id as calendar, false as "cutOff" from shares s
    where s.email is not null and s.accepted_at is not null
      and s.calendar_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
  return notifySharees(tx, accepted)
}

interface AddressNotice {
  email: string
  calendar: string
  cutOff: boolean
}

async function notifySharees(
  tx: Tx,
  notices: readonly AddressNotice[],
): Promise<Omit<Outcome<unknown>, 'result'>> {
  const outcome = { changes: [], jobs: [] } as Required<Pick<Outcome<unknown>, 'changes' | 'jobs'>>
  for (const share of notices) {
    const { changes, jobs = [] } = await notifySharee(tx, share)
    outcome.changes.push(...changes)
    outcome.jobs.push(...jobs)
  }
  return outcome
}

/**
 * Returns whether an account loses a stream: all levels but `freebusy` have the stream of the calendar, and owners that
 * of its owners.
 */
function losesStream(before: Share | null, after: Share | null): boolean {
  if (!after) return true
  if (!before) return false
  return before.level !== after.level && (after.level === 'freebusy' || before.level === 'owner')
}
