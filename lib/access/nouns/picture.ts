import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { pictures } from '@/db/schema/pictures'
import type { Actor } from '../actor'
import type { LoadedTarget } from '../verbs'

export type PictureRow = typeof pictures.$inferSelect

/** Returns the path of a picture. */
export function pathOfPicture(id: string): string {
  return `/api/pictures/${id}`
}

/** Whether a user sees the picture of a person `u`. Other users do not get its URL. */
export function canSeePictureOf(userId: string): SQL {
  return sql`(u.id = ${userId}::uuid or exists (
    select 1 from members mine join members theirs on theirs.group_id = mine.group_id
    join groups g on g.id = mine.group_id and g.deleted_at is null
    where mine.user_id = ${userId}::uuid and theirs.user_id = u.id))`
}

/**
 * Loads a picture in use: of a user, for that user and members of a common group; of a group, for its members. The page
 * of an invitation link does not use this: it embeds its pictures.
 */
export async function loadPicture(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<PictureRow, 'picture'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [found] = await tx
    .select({
      row: pictures,
      isSeen: sql<boolean>`exists (
        select 1 from users u where u.image = ${pathOfPicture(id)} and u.deleted_at is null
          and ${canSeePictureOf(actor.id)}
      ) or exists (
        select 1 from groups g join members m on m.group_id = g.id and m.user_id = ${actor.id}::uuid
        where g.image = ${pathOfPicture(id)} and g.deleted_at is null)`,
    })
    .from(pictures)
    .where(eq(pictures.id, id))
  return found && { row: found.row, isVisible: found.isSeen, allows: (verb) => verb === 'read' }
}
