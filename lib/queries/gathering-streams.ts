import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { isOfDeletedGroup, managesGathering, seesGathering } from '@/lib/access/nouns/gathering'
import {
  gatheringAmongStreams,
  gatheringOfPresence,
  type Stream,
  streamName,
  streamOfChannel,
} from '@/lib/realtime/channels'

/** Returns the ids of gatherings that streams or channels may belong to. */
export function gatheringsAmong(names: readonly string[]): string[] {
  return names.flatMap(
    (name) => gatheringOfPresence(name) ?? gatheringAmongStreams(streamOfChannel(name) ?? name) ?? [],
  )
}

/**
 * Returns which of the given gatherings show a user who has their page open. Their presence is for those who see all
 * participants.
 */
export async function gatheringsWithPresence(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  if (!ids.length) return new Set()
  const user = sql`${userId}::uuid`
  const rows = await db.execute<{ id: string }>(sql`
    select g.id from gatherings g
    where g.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and g.deleted_at is null and not ${isOfDeletedGroup} and (g.access = 'link' or ${seesGathering(user)})
      and (not g.participants_hidden or ${managesGathering(user)})`)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Returns the streams of gatherings that a user may follow, among the given gatherings, and their positions. They are no
 * part of the user's reach: only a page that shows a gathering follows it.
 */
export async function gatheringStreams(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<Record<Stream, number>> {
  if (!ids.length) return {}
  const user = sql`${userId}::uuid`
  const rows = await db.execute<{ id: string; seq: number; ownersSeq: number | null }>(sql`
    select g.id, coalesce(s.seq, 0)::float8 as seq,
      case when ${managesGathering(user)} then coalesce(o.seq, 0)::float8 end as "ownersSeq"
    from gatherings g left join streams s on s.stream = 'gathering-' || g.id
      left join streams o on o.stream = 'owners-' || g.id
    where g.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and g.deleted_at is null and not ${isOfDeletedGroup} and (g.access = 'link' or ${seesGathering(user)})`)
  return Object.fromEntries(
    rows.flatMap(({ id, seq, ownersSeq }): [Stream, number][] => [
      [streamName('gathering', id), seq],
      ...(ownersSeq === null ? [] : [[streamName('owners', id), ownersSeq] as [Stream, number]]),
    ]),
  )
}
