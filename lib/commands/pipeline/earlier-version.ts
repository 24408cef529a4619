import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { changes } from '@/db/schema/changes'
import type { Change } from './changes'

/** Returns an entity at an earlier version from the history; undefined if the history no longer has it. */
export async function versionAt<Fields extends { version: number }>(
  tx: Tx,
  entity: Change['entity'],
  id: string,
  version: number,
): Promise<Fields | undefined> {
  const [row] = await tx
    .select({ before: changes.before, after: changes.after })
    .from(changes)
    .where(
      and(
        eq(changes.entity, entity),
        eq(changes.entityId, id),
        sql`${version}::text in (${changes.before} ->> 'version', ${changes.after} ->> 'version')`,
      ),
    )
    .orderBy(asc(changes.createdAt))
    .limit(1)
  const found = [row?.before, row?.after] as (Fields | null | undefined)[]
  return found.find((fields) => fields?.version === version) ?? undefined
}
