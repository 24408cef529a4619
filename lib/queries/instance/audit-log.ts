import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { INSTANCE_STREAM } from '@/lib/realtime/channels'
import type { AuditEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import type { Administration } from './lists'
import { containsText, latestFirst, toPage } from './page'

/** Lists the audit log of administrators; `of`: entries about an account. */
export async function listAuditLog(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<AuditEntry>> {
  const conditions = [
    sql`c.stream = ${INSTANCE_STREAM}`,
    containsText(query.q, sql`s.command`),
    query.of ? sql`c.entity_id = ${query.of}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select c.id::text as id, to_json(c.created_at) as at, c.command, actor.name as by, c.entity,
        c.entity_id as "entityId", coalesce(u.name, g.name, c.before ->> 'name') as about, c.before, c.after
      from (select c.seq as id, c.created_at, c.entity, c.entity_id, c.before, c.after,
          s.command, s.actor_kind, s.actor_id
        from changes c join changesets s on s.id = c.changeset_id
        ${latestFirst(conditions, query, sql`c.seq`, 'bigint')}) c
      left join users actor on c.actor_kind = 'user' and actor.id::text = c.actor_id
      left join users u on c.entity = 'user' and u.id::text = c.entity_id
      left join invitations i on c.entity = 'invitation' and i.id::text = c.entity_id
      left join groups g on g.id = i.group_id
      order by c.id desc`),
  )
}
