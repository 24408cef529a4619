import { and, eq, or, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars, shares } from '@/db/schema/calendars'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'

/** Transfers a calendar to another user or group, and deletes the shares that the new owner had. */
export async function transferCalendar<Row extends typeof calendars.$inferSelect>(
  tx: Tx,
  row: Row,
  to: { kind: 'user' | 'group'; id: string },
): Promise<{ row: Row; changes: Change[] }> {
  const { id, ownerUserId, ownerGroupId } = row
  const owner =
    to.kind === 'user'
      ? { ownerUserId: to.id, ownerGroupId: null }
      : { ownerUserId: null, ownerGroupId: to.id }
  await tx.update(calendars).set(owner).where(eq(calendars.id, id))
  const isToNewOwner =
    to.kind === 'group'
      ? eq(shares.groupId, to.id)
      : or(
          eq(shares.userId, to.id),
          sql`${shares.email} = (select email from users where id = ${to.id} and email_verified is not null)`,
        )
  await tx.delete(shares).where(and(eq(shares.calendarId, id), isToNewOwner))
  const before = { ownerUserId, ownerGroupId }
  const change = { entity: 'calendar', id, op: 'changed', before, after: owner } as const
  return {
    row: { ...row, ...owner },
    changes: [streamName('calendar', id), streamName(to.kind, to.id)].map((stream) => ({
      stream,
      ...change,
    })),
  }
}
