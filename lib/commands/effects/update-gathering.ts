import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { gatherings } from '@/db/schema/gatherings'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { wallMs } from '@/lib/calendar/day'
import { RESERVED_SLUGS } from '@/lib/calendar/gatherings/slug'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import { fieldError } from '@/lib/errors'
import type { Job } from '@/lib/queue'
import { visitorsUserId } from '@/lib/realtime/channels'
import type { GatheringFields } from './gathering-changes'

/** Updates fields of a gathering and the columns derived from them. Returns the updated row. */
export async function updateGatheringRow(
  tx: Tx,
  row: GatheringRow,
  patch: Partial<GatheringFields>,
  now: Date,
): Promise<GatheringRow> {
  const after = { ...row, ...patch }
  refuseMembersOnly(after.access, after.groupId)
  if (patch.slug && RESERVED_SLUGS.includes(patch.slug)) throw fieldError('slug', 'taken')
  const isDeadlineChanged = patch.deadline !== undefined || patch.timeZone !== undefined
  const set = {
    ...{ ...patch, version: row.version + 1, updatedAt: now },
    ...(isDeadlineChanged && { ...deadlineColumns(after), deadlineHandledAt: null }),
  }
  try {
    // A nested transaction, so that the error does not abort the outer one.
    await tx.transaction((nested) => nested.update(gatherings).set(set).where(eq(gatherings.id, row.id)))
  } catch (error) {
    if (violatedConstraint(error) === 'gatherings_slug') throw fieldError('slug', 'taken')
    throw error
  }
  return { ...after, ...set }
}

/** Closes the live connections of visitors of an open page, which is no longer open. */
export function cutOffVisitors({ id, access }: Pick<GatheringRow, 'id' | 'access'>): Job[] {
  return access === 'link' ? [{ name: 'cut-off', payload: { user: visitorsUserId(id) } }] : []
}

/** @throws AppError INVALID if the members of no group can have access */
export function refuseMembersOnly(access: GatheringRow['access'], groupId: string | null): void {
  if (access === 'members' && !groupId) throw fieldError('access', 'invalid')
}

/** A deadline in a gap of the zone's clock moves forward, as the start of an event does. */
export function deadlineColumns({ deadline, timeZone }: { deadline: string | null; timeZone: string }) {
  return { deadlineAt: deadline === null ? null : new Date(instantAt(wallMs(deadline), timeZone)) }
}
