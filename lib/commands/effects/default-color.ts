import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { members } from '@/db/schema/groups'
import { type Color, colorFor } from '@/lib/calendar/palette'

/** Returns a color for a new calendar or group, if possible one that no calendar of the user or their groups has. */
export async function defaultColor(tx: Tx, userId: string, id: string): Promise<Color> {
  const groups = tx.select({ id: members.groupId }).from(members).where(eq(members.userId, userId))
  const used = await tx
    .selectDistinct({ color: calendars.color })
    .from(calendars)
    .where(
      and(
        or(eq(calendars.ownerUserId, userId), inArray(calendars.ownerGroupId, groups)),
        isNull(calendars.deletedAt),
      ),
    )
  return colorFor(id, new Set(used.map(({ color }) => color)))
}
