import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import type { Grant } from '@/lib/access/grant'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import type { Reach } from '@/lib/access/reach'
import { canManageGroup } from '@/lib/calendar/roles'
import { streamName } from '@/lib/realtime/channels'
import { type ActivityEntry, type ActivityPage, cursorOf, positionOf } from '@/lib/schemas/activity'
import { ACTIVITY_KINDS, type ActivityKind } from '@/lib/schemas/choices'
import { activityItemOf, joinedUserOf } from './activity-items'
import { describeChange } from './changes/describe-change'
import { userIdsIn } from './changes/descriptions'
import { type RecordedChange, recordedColumns } from './changes/recorded-change'
import { changeViewer } from './changes/viewer'

/**
 * Limits of a page: entries, changesets that are read in each stream, changes that are read of a changeset, and items
 * that are shown of an entry.
 */
const MAX_ENTRIES = 30
const MAX_CHANGESETS = 200
const MAX_CHANGES = 20
const MAX_ITEMS = 5

/** Position beyond the last change of any stream. */
const END_OF_STREAM = Number.MAX_SAFE_INTEGER

/**
 * Returns a page of what changed in a group and in those of its calendars that the actor reads, newest first. Events
 * are shown as far as the viewer may read them now and could read them then; invitations to members who manage the
 * group.
 */
export async function activity(
  db: Db,
  { row: group }: Grant<'read', 'group'>,
  reach: Reach,
  { person, kind, before }: { person?: string; kind?: ActivityKind; before?: string },
): Promise<ActivityPage> {
  const calendars = reach.calendars.filter(
    ({ groupId, level }) => groupId === group.id && level !== 'freebusy',
  )
  const positions = positionOf(before)
  const streams = [
    streamName('group', group.id),
    ...(canManageGroup(group.role) ? [streamName('owners', group.id)] : []),
    ...calendars.map(({ id }) => streamName('calendar', id)),
    // The cursor reveals positions of streams, so only owners get those of the owners' streams.
    ...calendars.flatMap(({ id, level }) => (level === 'owner' ? [streamName('owners', id)] : [])),
  ].map((stream) => ({ stream, before: positions[stream] ?? END_OF_STREAM }))
  const kinds = ACTIVITY_KINDS.filter(
    (entity) => (!kind || entity === kind) && (entity !== 'invitation' || canManageGroup(group.role)),
  )
  const walked = await walk(db, streams, { person, kinds })
  const steps = walked.steps.slice(0, MAX_ENTRIES)
  const full = walked.steps.length > MAX_ENTRIES

  const changes = withoutDuplicates(await changesOf(db, steps, kinds))
  const viewer = await changeViewer(db, reach, changes)
  const described = changes.flatMap((change) => {
    const description = describeChange(change, viewer)
    return description ? [{ change, description }] : []
  })
  const people = await peopleOf(db, reach, [
    ...steps.flatMap(({ author }) => author ?? []),
    ...described.flatMap(({ description }) => userIdsIn(description)),
  ])
  const known = [...people].flatMap(([id, { name, former }]) => (former ? [] : [[id, name] as const]))
  const names = { users: new Map(known), calendars: reach.calendars }

  const entries = new Map<string, ActivityEntry>()
  for (const step of steps) {
    const own = described.filter(
      ({ change }) => change.stream === step.stream && change.changeset === step.id,
    )
    const actorId = step.author ?? joinedUserOf(own)
    const items = own.flatMap(
      (change) => activityItemOf(change, { actorId, changes: own.length }, names) ?? [],
    )
    if (!items.length) continue
    const entry = entries.get(step.id)
    const more = Math.max(0, items.length - MAX_ITEMS)
    const isTruncated = step.last - step.first + 1 > MAX_CHANGES
    if (entry) {
      entry.items.push(...items.slice(0, MAX_ITEMS))
      entry.more += more
      entry.isTruncated ||= isTruncated
      continue
    }
    const author = people.get(actorId ?? '') ?? null
    const { id, at, undone } = step
    const imported = step.origin === 'import'
    entries.set(id, { id, at, author, undone, imported, items: items.slice(0, MAX_ITEMS), more, isTruncated })
  }

  const next = Object.fromEntries(
    streams.map(({ stream, before }) => {
      const of = (full ? steps : walked.reached).filter((step) => step.stream === stream)
      return [stream, Math.min(before, ...of.map(({ first }) => first))]
    }),
  )
  return { entries: [...entries.values()], before: full || walked.more ? cursorOf(next) : null }
}

/** A changeset in a stream: its changes there are consecutive. */
interface Step {
  stream: string
  first: number
  last: number
  id: string
  at: string
  author: string | null
  origin: string
  undone: boolean
}

/**
 * Walks streams backwards, changeset by changeset (however many changes each has), and returns the changesets that
 * match.
 */
async function walk(
  db: Db,
  streams: { stream: string; before: number }[],
  { person, kinds }: { person: string | undefined; kinds: readonly ActivityKind[] },
): Promise<{ steps: Step[]; reached: { stream: string; first: number }[]; more: boolean }> {
  const wanted = JSON.stringify(kinds)
  return singleRow(
    await db.execute<{ steps: Step[]; reached: { stream: string; first: number }[]; more: boolean }>(sql`
    with recursive wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as w (stream text, before bigint)
    ), walk as (
      select w.stream, c.seq as last, c.changeset_id as id, f.first, 1 as n
      from wanted w
      cross join lateral (select seq, changeset_id from changes where stream = w.stream and seq < w.before
        order by seq desc limit 1) c
      cross join lateral (select min(seq) as first from changes x
        where x.changeset_id = c.changeset_id and x.stream = w.stream) f
      union all
      select k.stream, c.seq, c.changeset_id, f.first, k.n + 1
      from walk k
      cross join lateral (select seq, changeset_id from changes where stream = k.stream and seq < k.first
        order by seq desc limit 1) c
      cross join lateral (select min(seq) as first from changes x
        where x.changeset_id = c.changeset_id and x.stream = k.stream) f
      where k.n < ${MAX_CHANGESETS}
    ), found as (
      select k.stream, k.first, k.last, k.id, to_json(s.created_at) as at, ${authorOf()} as author, s.origin, s.undoes is not null as undone
      from walk k join changesets s on s.id = k.id
      where (${person ?? null}::text is null or ${authorOf()} = ${person ?? null})
        and exists (select 1 from changes x where x.stream = k.stream and x.seq between k.first and k.last
          and ${wanted}::jsonb ? x.entity)
      order by s.created_at desc, k.id desc, k.stream desc limit ${MAX_ENTRIES + 1}
    )
    select (select coalesce(json_agg(f), '[]') from found f) as steps,
      (select coalesce(json_agg(r), '[]') from (
        select stream, min(first) as first from walk group by stream) r) as reached,
      (select coalesce(bool_or(n = ${MAX_CHANGESETS}), false) from walk) as more`),
  )
}

/** Reads the first changes of each changeset in its stream. */
async function changesOf(
  db: Db,
  steps: readonly Step[],
  kinds: readonly ActivityKind[],
): Promise<RecordedChange[]> {
  if (!steps.length) return []
  const ranges = steps.map(({ stream, first, last }) => ({ stream, first, last }))
  return await db.execute<Columns<RecordedChange>>(sql`
    select ${recordedColumns}
    from jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as a (stream text, first bigint, last bigint)
    cross join lateral (select * from changes x where x.stream = a.stream and x.seq between a.first and a.last
      and ${JSON.stringify(kinds)}::jsonb ? x.entity order by x.seq limit ${MAX_CHANGES}) c
    join changesets s on s.id = c.changeset_id
    order by c.stream, c.seq`)
}

/** Removes duplicates: a change of a group's calendar is in the calendar's stream and in the group's. */
function withoutDuplicates(changes: readonly RecordedChange[]): RecordedChange[] {
  const seen = new Set<string>()
  return changes.filter(({ entity, id, changeset, op }) => {
    const key = `${changeset} ${id} ${op}`
    const again = entity === 'calendar' && seen.has(key)
    seen.add(key)
    return !again
  })
}

async function peopleOf(db: Db, { userId }: Reach, ids: readonly string[]) {
  const rows = await db.execute<{ id: string; name: string; image: string | null; former: boolean }>(sql`
    select u.id, u.name, case when ${canSeePictureOf(userId)} then u.image end as image, u.deleted_at is not null as former
    from users u where u.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)`)
  return new Map(rows.map((row) => [row.id, row]))
}
