import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groupPeople } from '@/lib/access/group-people'
import { fieldError } from '@/lib/errors'

/**
 * Refuses assignees who are not in the group, with an account or without.
 * @throws AppError INVALID
 */
export async function refuseOtherPeople(tx: Tx, group: string, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  const wanted = [...new Set(ids)]
  const found = await tx.execute(sql`
    select 1 from ${groupPeople} p where p.group_id = ${group}
      and p.user_id in (select jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb)::uuid)`)
  if (found.length !== wanted.length) throw fieldError('assignee', 'invalid')
}
