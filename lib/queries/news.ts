import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import { memberColors } from '@/lib/access/member-colors'
import type { Reach } from '@/lib/access/reach'
import { isCreatorOrAttendee } from '@/lib/access/visible-events'
import { wallsOf } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { calendarIdOfStream, streamName } from '@/lib/realtime/channels'
import type { NewsItem } from '@/lib/schemas/home'
import { describeCommand } from './changes/describe-change'
import { changeAuthorOf, type Names, userNames } from './changes/name-values'
import { isReadableVersion } from './changes/readable-versions'
import { byCommand, type RecordedChange, recordedColumns } from './changes/recorded-change'
import { type ChangeViewer, loadChangeViewer } from './changes/viewer'
import { historyEntryOf, type Step, stepsIn, userIdsInStep } from './history-entry'

/** Maximum number of changes that are read of a stream: of answers, and of all other entities. */
const MAX_CHANGES_PER_STREAM = 40
/** Maximum number of items on the home page. */
const MAX_ITEMS = 60

/** A command that changes more events than this is shown as a single item. */
const MAX_SEPARATE_EVENTS = 4

/**
 * Returns what other users did since a time, newest first: in the calendars that the viewer reads and the viewer's
 * groups. Events that are or were private to others are left out, and so are purged ones; of an event in the trash only
 * its deletion is shown.
 */
export async function news(db: Db, reach: Reach, since: number, zone: Zone): Promise<NewsItem[]> {
  const changes = await changesByOthers(db, reach, since)
  const viewer = await loadChangeViewer(db, reach, changes)
  const parts = withoutRepeatedSyncs(
    byCommand(changes).flatMap((commandChanges) => partsOf(commandChanges, viewer)),
  )
  const userIds = parts.flatMap(({ by, step }) => (step ? userIdsInStep(step) : (by ?? [])))
  const [users, colors] = await Promise.all([
    userNames(db, userIds),
    memberColors(
      db,
      reach.userId,
      parts.flatMap(({ by }) => by ?? []),
    ),
  ])
  const names = { users, colors, calendars: reach.calendars, groups: reach.groups }
  return parts.flatMap((part) => itemOf(part, reach, names, zone) ?? []).slice(0, MAX_ITEMS)
}

/** `count`: the number of events in the stream that an import, or a first sync with all its commands, changed. */
type NewsChange = RecordedChange & { count: number }

async function changesByOthers(db: Db, reach: Reach, since: number): Promise<NewsChange[]> {
  const calendars = reach.calendars.filter(({ level, hidden }) => level !== 'freebusy' && !hidden)
  const streams = [
    ...calendars.flatMap(({ id, level }) => [
      { stream: streamName('calendar', id), owner: level === 'owner' },
      { stream: streamName('owners', id), owner: level === 'owner' },
      { stream: streamName('hidden', id), owner: level === 'owner' },
    ]),
    ...reach.groups.map(({ id }) => ({ stream: streamName('group', id), owner: true })),
  ]
  const newest = (which: SQL) => sql`(
    select * from changes c where c.stream = r.stream and c.created_at > ${new Date(since).toISOString()}::timestamptz
      and ${which} and ${isReadable('c', reach.userId)}
    order by c.created_at desc, c.seq desc limit ${MAX_CHANGES_PER_STREAM})`
  const changes = await db.execute<Columns<NewsChange>>(sql`
    select ${recordedColumns},
      case when s.origin = 'import' then (select count(*) from changes all_of where all_of.changeset_id = s.id
          and all_of.stream = c.stream and all_of.entity = 'event' and ${isReadable('all_of', reach.userId)})::int
        else 0 end as count
    from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as r (stream text, owner boolean)
      cross join lateral (
        ${newest(sql`((c.entity = 'event' and num_nonnulls(c.before, c.after) > 0)
          or (c.entity = 'member' and c.op <> 'changed')
          or (c.entity = 'attachment' and num_nonnulls(c.before, c.after) > 0 and ${isAnswerReadable(reach.userId)}))`)}
        union all
        ${newest(sql`c.entity = 'answer' and num_nonnulls(c.before, c.after) > 0 and ${isAnswerReadable(reach.userId)}`)}) c
      join changesets s on s.id = c.changeset_id
    where ${authorOf()} is distinct from ${reach.userId} and (c.entity <> 'member' or s.command <> 'createGroup')
    order by c.created_at desc, c.stream, c.seq desc limit ${MAX_ITEMS * 3}`)
  const synced = new Set(changes.flatMap(({ origin, stream }) => (origin === 'first-sync' ? stream : [])))
  if (!synced.size) return changes
  const counts = await countSynced(
    db,
    reach.userId,
    since,
    streams.filter(({ stream }) => synced.has(stream)),
  )
  return changes.map((change) =>
    change.origin === 'first-sync' ? { ...change, count: counts.get(change.stream) ?? 0 } : change,
  )
}

/** Counts the changes of events by first syncs, by stream. Each stream is read once, for any number of commands. */
async function countSynced(
  db: Db,
  userId: string,
  since: number,
  streams: readonly { stream: string; owner: boolean }[],
): Promise<Map<string, number>> {
  const rows = await db.execute<{ stream: string; count: number }>(sql`
    select c.stream, count(*)::int as count
    from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as r (stream text, owner boolean)
      join changes c on c.stream = r.stream and c.entity = 'event'
        and c.created_at > ${new Date(since).toISOString()}::timestamptz
      join changesets s on s.id = c.changeset_id and s.origin = 'first-sync'
    where ${isReadable('c', userId)} group by c.stream`)
  return new Map(rows.map(({ stream, count }) => [stream, count]))
}

/**
 * Whether a user may read a change of the stream `r`, so that other changes do not use up the limit and are not
 * counted.
 */
function isReadable(change: string, userId: string): SQL {
  const c = sql.raw(change)
  return sql`(${isReadableVersion(sql`${c}.before`, userId, sql`r.owner`)}
    and ${isReadableVersion(sql`${c}.after`, userId, sql`r.owner`)}
    and (${c}.entity not in ('event', 'answer', 'attachment') or ${c}.entity_id not in (
      select h.event_id::text from hidden_from h where h.user_id = ${userId})))`
}

/**
 * Like {@link isReadable}, for an answer or attachment `c`: those of private events are in the stream of the calendar's
 * owners.
 */
function isAnswerReadable(userId: string): SQL {
  return sql`(r.owner or c.stream not like 'owners-%' or exists (
    select 1 from events e where e.id = case when c.entity in ('answer', 'attachment') then c.entity_id::uuid end
      and (e.visibility <> 'private' or ${isCreatorOrAttendee({ userId })})))`
}

/** A member who joined or left, the number of events that a command changed, or what it did to one event. */
interface Part {
  change: RecordedChange
  by: string | null
  /** The name of a member without an account: the row of a removed one has it no more. */
  name?: string | null
  op?: 'joined' | 'left' | 'many'
  count: number
  step?: Step
}

function partsOf(changes: readonly NewsChange[], viewer: ChangeViewer): Part[] {
  const described = describeCommand(changes, viewer)
  const first = described[0]
  if (!first) return []
  const { change, description } = first
  if (description.kind === 'member') {
    const { userId: by, name } = description
    return [{ change, by, name, op: change.op === 'added' ? 'joined' : 'left', count: 1 }]
  }
  const events = new Set(described.map(({ change }) => change.id))
  const count = Math.max(events.size, ...changes.map((change) => change.count))
  if (count > MAX_SEPARATE_EVENTS) return [{ change, by: change.by, op: 'many', count }]
  return stepsIn(described).map((step) => ({ change: step.change, by: step.change.by, step, count: 1 }))
}

/** Leaves out the further commands of the first sync of a calendar: one item counts the events of all of them. */
function withoutRepeatedSyncs(parts: readonly Part[]): Part[] {
  const known = new Set<string>()
  return parts.filter(({ change: { stream, origin }, op }) => {
    if (origin !== 'first-sync' || op !== 'many') return true
    const isRepeated = known.has(stream)
    known.add(stream)
    return !isRepeated
  })
}

function itemOf(
  { change, by, name: memberName, op, count, step }: Part,
  reach: Reach,
  names: Names,
  zone: Zone,
): NewsItem | undefined {
  const { changeset, at, stream, origin, undoes } = change
  const calendar = reach.calendars.find(({ id }) => id === calendarIdOfStream(stream))
  const group = reach.groups.find(({ id }) => streamName('group', id) === stream)
  const { name, color } = (calendar ?? group)!
  const item = {
    ...{ changeset, at, origin, isUndo: undoes !== null, changes: [], title: '', count, event: null },
    by: by === null ? null : { ...changeAuthorOf(by, names), ...(memberName && { name: memberName }) },
    where: { name, color, href: group ? `/groups/${group.id}` : null },
  }
  if (op) return { ...item, op }
  const entry = step && historyEntryOf(step, names)
  if (!entry) return undefined
  const { title, openAt } = (step.event ?? step.answers[0] ?? step.attachments[0])!
  const titleChange = entry.changes.length === 1 && entry.changes[0]!.field === 'title' && entry.changes[0]!
  return {
    ...{ ...item, ...entry },
    // The former title: the sentence names the new one.
    title: titleChange ? String(titleChange.from) : (title ?? ''),
    event: openAt && { id: openAt.id, start: wallsOf(openAt.span, zone).start },
  }
}
