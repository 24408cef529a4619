import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { principalOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { seesParticipants } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import { streamName } from '@/lib/realtime/channels'
import type { GatheringHistory, GatheringHistoryEntry } from '@/lib/schemas/gathering-history'
import { describeChange } from './changes/describe-change'
import { userNames } from './changes/name-values'
import { type RecordedChange, recordedColumns } from './changes/recorded-change'
import { loadChangeViewer } from './changes/viewer'

const MAX_ENTRIES = 100

/**
 * Returns the last changes of a gathering, its times, participants, votes and tasks, newest first. If participants are
 * hidden, viewers other than its managers get the names of its organizer and their own.
 */
export async function gatheringHistory(
  db: Db,
  { row, actor }: Grant<'read', 'gathering'>,
  reach: Reach,
): Promise<GatheringHistory> {
  const streams = [streamName('gathering', row.id), ...(row.isManager ? [streamName('owners', row.id)] : [])]
  const changes = await db.execute<Columns<RecordedChange>>(sql`
    select ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id
    where c.stream in (select jsonb_array_elements_text(${JSON.stringify(streams)}::jsonb))
      and c.entity in ('gathering', 'slot', 'participant', 'vote', 'task') and num_nonnulls(c.before, c.after) > 0
    order by c.created_at desc, c.seq desc limit ${MAX_ENTRIES + 1}`)
  const viewer = await loadChangeViewer(db, reach, changes)
  const isNamed = (id: string) => seesParticipants(row) || id === row.organizerId || id === principalOf(actor)
  const described = changes.slice(0, MAX_ENTRIES).flatMap((change) => {
    const description = describeChange(change, viewer)
    return description ? [{ change, description }] : []
  })
  const names = await userNames(
    db,
    described.flatMap(({ change }) => (change.by && isNamed(change.by) ? change.by : [])),
  )
  const entries = described.flatMap(({ change, description }): GatheringHistoryEntry[] => {
    const { op, at, undoes, stream, changeset, entity } = change
    const who = change.guestName ?? (change.by && names.get(change.by)) ?? null
    const entry = {
      key: `${changeset} ${stream} ${entity} ${change.id}`,
      at,
      who,
      op,
      isUndo: undoes !== null,
    }
    switch (description.kind) {
      case 'gathering':
        return [{ ...entry, kind: 'gathering', status: description.status }]
      case 'slot':
      case 'participant':
        return [{ ...entry, kind: description.kind, count: description.count }]
      case 'vote':
        return [{ ...entry, kind: 'vote' }]
      case 'task':
        return [{ ...entry, kind: 'task', title: description.title, isCompleted: description.isCompleted }]
      default:
        return []
    }
  })
  return { entries, hasMore: changes.length > MAX_ENTRIES }
}
