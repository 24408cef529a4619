import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { removeOrphanedPlacements } from './orphaned-placements'

/** A changed share of a calendar with an address. */
export interface ShareeNotice {
  email: string
  calendar: string
  /** Whether the address has lost access. */
  hasLostAccess: boolean
}

/**
 * Notifies the users who have verified these addresses of changed shares with them. Leaves out shares that wait to be
 * accepted and whose sender the user has blocked. Must not run in the sharer's own transaction, whose response would
 * reveal whether the address has an account.
 */
export async function notifySharees(
  tx: Tx,
  notices: readonly ShareeNotice[],
): Promise<Omit<Outcome<unknown>, 'result'>> {
  const found = await tx.execute<Columns<{ user: string; calendar: string; hasLostAccess: boolean }>>(sql`
    select u.id as user, n.calendar, n."hasLostAccess"
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as n (email text, calendar uuid, "hasLostAccess" boolean)
      join users u on u.email = n.email and u.email_verified is not null and u.deleted_at is null
    where n."hasLostAccess" or not exists (select 1 from shares s
      where s.email = n.email and s.calendar_id = n.calendar and s.accepted_by is null
        and ${isSenderBlocked(sql`u.id`, sql`s.created_by`)})`)
  const usersWithoutAccess = [
    ...new Set(found.flatMap(({ user, hasLostAccess }) => (hasLostAccess ? user : []))),
  ]
  return {
    changes: [
      ...found.map(({ user, calendar }) => ({
        ...{
          stream: streamName('user', user),
          entity: 'share' as const,
          id: calendar,
          op: 'changed' as const,
        },
      })),
      ...(await removeOrphanedPlacements(tx, usersWithoutAccess)),
    ],
    jobs: usersWithoutAccess.map((user) => ({ name: 'cut-off', payload: { user } })),
  }
}
