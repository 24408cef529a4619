import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import type { Reach } from '@/lib/access/reach'
import { canReadVersion, type Restrictions } from '@/lib/access/visibility'
import { visibleEvents } from '@/lib/access/visible-events'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isAtLeast } from '@/lib/calendar/roles'
import { wallsOf } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { calendarOf, streamName } from '@/lib/realtime/channels'
import type { NewsItem } from '@/lib/schemas/home'
import { isRestore } from './described-changes'
import { hasVisibleChanges, historyEntryOf, namesOf, type Step, withNames } from './event-history'

/** Maximum number of changes of a stream, and of items on the home page. */
const MAX_CHANGES_PER_STREAM = 40
const MAX_ITEMS = 60

/** A command that changes more events than this is shown as a single item. */
const MAX_SEPARATE_EVENTS = 4

/**
 * Returns what other users did since a time, newest first: in the calendars that the viewer reads and the viewer's
 * groups. Events that are or were private to others are left out, and so are purged ones; of an event in the trash only
 * its deletion is shown.
 */
export async function news(db: Db, reach: Reach, since: number, zone: Zone): Promise<NewsItem[]> {
  const calendars = reach.calendars.filter(({ level, hidden }) => level !== 'freebusy' && !hidden)
  const streams = [
    ...calendars.flatMap(({ id, level }) => [
      { stream: streamName('calendar', id), owner: level === 'owner' },
      { stream: streamName('owners', id), owner: level === 'owner' },
      { stream: streamName('hidden', id), owner: level === 'owner' },
    ]),
    ...reach.groups.map(({ id }) => ({ stream: streamName('group', id), owner: true })),
  ]
  const rows = await db.execute<Columns<Row>>(sql`
    select c.changeset_id as changeset, c.stream, c.entity, c.entity_id as id, c.op, c.before, c.after,
      extract(epoch from c.created_at) * 1000 as at, s.origin, s.undoes, ${isRestore} as back,
      ${authorOf()} as by, r.owner, e.id is not null as exists,
      case when s.origin = 'import' then (select count(*) from changes all_of where all_of.changeset_id = s.id
          and all_of.stream = c.stream and all_of.entity = 'event' and ${isReadable('all_of', reach.userId)})::int
        else 0 end as count
    from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as r (stream text, owner boolean)
      cross join lateral (select * from changes c where c.stream = r.stream
        and c.created_at > ${new Date(since).toISOString()}::timestamptz
        and ((c.entity = 'event' and num_nonnulls(c.before, c.after) > 0) or (c.entity = 'member' and c.op <> 'changed'))
        and ${isReadable('c', reach.userId)}
        order by c.created_at desc, c.seq desc limit ${MAX_CHANGES_PER_STREAM}) c
      join changesets s on s.id = c.changeset_id
      -- Looked up by primary key: the rows are few of many, which the planner cannot know.
      left join lateral (select * from events where c.entity = 'event' and id = c.entity_id::uuid
        and deleted_at is null limit 1) e on true
    where ${authorOf()} is distinct from ${reach.userId} and (c.entity <> 'member' or s.command <> 'createGroup')
      and (e.id is null or exists (
        select 1 from placements p cross join lateral ${visibleEvents(reach, sql`case when r.owner then 4 else 2 end`)} v
        where p.event_id = e.id and p.home and v.detail = 'full'))
    order by c.created_at desc, c.stream, c.seq desc limit ${MAX_ITEMS * 3}`)
  const known = rows.filter(({ entity, owner, before, after }) =>
    [before, after].every(
      (version) =>
        entity !== 'event' ||
        canReadVersion(version as Restrictions | null, { userId: reach.userId, isOwner: owner }),
    ),
  )
  const items = itemsOf(known, reach, zone).slice(0, MAX_ITEMS)
  const entries = items.map((item) => ({ ...item, what: 'changed' as const }))
  const names = await namesOf(db, entries)
  return items.map((item, index) => ({ ...withNames(entries[index]!, names, reach), what: item.what }))
}

/**
 * Whether a user may read a change of the stream `r`: its event is not hidden from them, now or in either version, and
 * a private version is of a calendar that they own, or concerns them.
 */
function isReadable(change: string, userId: string): SQL {
  const c = sql.raw(change)
  const versions = [sql`${c}.before`, sql`${c}.after`]
  const isHidden = versions.map((version) => sql`coalesce(${version} -> 'hiddenFrom' ? ${userId}, false)`)
  const isPrivate = versions.map(
    (version) => sql`(${version} ->> 'visibility' = 'private' and not ${concerns(version, userId)})`,
  )
  return sql`not (${sql.join(isHidden, sql` or `)})
    and (r.owner or (${sql.join(isPrivate, sql` or `)}) is not true)
    and (${c}.entity <> 'event' or ${c}.entity_id not in (
      select h.event_id::text from hidden_from h where h.user_id = ${userId}))`
}

/** Whether a version of an event concerns a user: as the creator or an attendee. */
function concerns(version: SQL, userId: string): SQL {
  const user = sql`jsonb_build_object('user', ${userId}::text)`
  return sql`(coalesce(${version} ->> 'createdBy' = ${userId}::text, false)
    or jsonb_path_exists(${version}, '$.attendees[*] ? (@.userId == $user)', ${user})
    or jsonb_path_exists(${version}, '$.overrides.*.attendees[*] ? (@.userId == $user)', ${user}))`
}

interface Row {
  changeset: string
  stream: string
  entity: 'event' | 'member'
  id: string
  op: 'added' | 'changed' | 'removed'
  before: object | null
  after: object | null
  at: string
  origin: string
  undoes: string | null
  /** Whether it restores what it adds. */
  back: boolean
  by: string | null
  owner: boolean
  /** Whether the event still exists and is not in the trash. */
  exists: boolean
  count: number
}

function itemsOf(rows: readonly Row[], reach: Reach, zone: Zone): NewsItem[] {
  const commands = new Map<string, Row[]>()
  for (const row of rows) commands.set(row.changeset, [...(commands.get(row.changeset) ?? []), row])
  return [...commands.values()].flatMap((all) => {
    const first = all[0]!
    if (first.entity === 'member') return [memberItem(first, reach)]
    const events = new Set(all.map(({ id }) => id))
    if (first.count > MAX_SEPARATE_EVENTS || events.size > MAX_SEPARATE_EVENTS) {
      return [
        { ...plainItem(first, reach), what: 'many' as const, count: Math.max(first.count, events.size) },
      ]
    }
    return stepsIn(all).flatMap(({ row, step }) => eventItem(row, step, reach, zone))
  })
}

/**
 * Returns the changes of a command by event. A part that was split off belongs to the event that it was split off from.
 */
function stepsIn(rows: readonly Row[]): { row: Row; step: Step }[] {
  const steps = new Map<string, { row: Row; step: Step }>()
  for (const row of rows) {
    const { changeset, at, by, origin, undoes } = row
    const found = steps.get(row.id) ?? {
      row,
      step: {
        ...{ changeset, at: Number(at), by, origin, undoes },
        ...{ before: null, after: null, rest: null },
      },
    }
    found.step.before ??= row.before as EventSnapshot | null
    found.step.after ??= row.after as EventSnapshot | null
    steps.set(row.id, found)
  }
  for (const [id, { step }] of steps) {
    const origin = !step.before && step.after?.splitFrom ? steps.get(step.after.splitFrom) : undefined
    if (!origin) continue
    origin.step.rest = step.after
    steps.delete(id)
  }
  return [...steps.values()]
}

function eventItem(row: Row, step: Step, reach: Reach, zone: Zone): NewsItem[] {
  const level = reach.calendars.find(({ id }) => id === calendarOf(row.stream))?.level
  const entry = historyEntryOf(step, !row.back, null, level !== undefined && isAtLeast(level, 'editor'))
  if (!hasVisibleChanges(entry)) return []
  const snapshot = (step.rest ?? step.after ?? step.before)!
  const days = [...new Set(entry.changes.map(({ occurrence }) => occurrence))]
  const own = days.length === 1 && days[0] ? snapshot.overrides[days[0]] : undefined
  const { start } = wallsOf(own?.span ?? snapshot.span, zone)
  const title = own?.title ?? snapshot.title
  const renamed = entry.changes.find(({ field }) => field === 'title')
  return [
    {
      ...plainItem(row, reach),
      ...entry,
      // The former title: the sentence names the new one.
      title: renamed && entry.changes.length === 1 ? String(renamed.from) : title,
      event: row.exists && step.after ? { id: snapshot.id, start } : null,
    },
  ]
}

function memberItem(row: Row, reach: Reach): NewsItem {
  return { ...plainItem({ ...row, by: row.id }, reach), what: row.op === 'added' ? 'joined' : 'left' }
}

function plainItem({ changeset, at, by, origin, undoes, stream }: Row, reach: Reach): NewsItem {
  const calendar = reach.calendars.find(({ id }) => id === calendarOf(stream))
  const group = reach.groups.find(({ id }) => streamName('group', id) === stream)
  const { name, color } = (calendar ?? group)!
  return {
    changeset,
    at: Number(at),
    by: by === null ? null : { id: by, name: null },
    origin,
    what: 'changed',
    undo: undoes !== null,
    changes: [],
    title: '',
    count: 1,
    where: { name, color, href: group ? `/groups/${group.id}` : null },
    event: null,
  }
}
