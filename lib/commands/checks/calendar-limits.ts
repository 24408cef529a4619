import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import type { CalendarRow } from '@/lib/access/nouns/calendar'
import { fieldError } from '@/lib/errors'

// Calendars in the trash do not count.
const MAX_CALENDARS_OF_USER = 100
const MAX_CALENDARS_OF_GROUP = 200

/**
 * Refuses more calendars than the limit: every viewer follows the stream of each.
 * @throws AppError INVALID if the owner has the maximum number of calendars
 */
export async function refuseBeyondCalendarLimit(
  tx: Tx,
  owner: Pick<CalendarRow, 'ownerUserId' | 'ownerGroupId'>,
): Promise<void> {
  const max = owner.ownerUserId ? MAX_CALENDARS_OF_USER : MAX_CALENDARS_OF_GROUP
  if ((await countOtherCalendars(tx, { id: null, ...owner })) >= max)
    throw fieldError('name', 'too_many', max)
}

/**
 * Counts the other calendars of the owner. Locks the owner, so that two concurrent deletions cannot delete the last two
 * calendars.
 */
export async function countOtherCalendars(
  tx: Tx,
  {
    id,
    ownerUserId,
    ownerGroupId,
  }: Pick<CalendarRow, 'ownerUserId' | 'ownerGroupId'> & { id: string | null },
): Promise<number> {
  const owner = sql.raw(ownerUserId ? 'users' : 'groups')
  await tx.execute(sql`select id from ${owner} where id = ${ownerUserId ?? ownerGroupId} for no key update`)
  const row = singleRow(
    await tx.execute<{ others: number }>(sql`
    select count(*)::int as others from calendars where id is distinct from ${id}::uuid and deleted_at is null
      and (owner_user_id = ${ownerUserId}::uuid or owner_group_id = ${ownerGroupId}::uuid)`),
  )
  return row.others
}
