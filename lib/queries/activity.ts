import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { memberColorOf } from '@/lib/access/member-colors'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import type { Reach } from '@/lib/access/reach'
import { canManageGroup } from '@/lib/calendar/roles'
import { streamName } from '@/lib/realtime/channels'
import { type ActivityEntry, type ActivityOutput, cursorOf, positionOf } from '@/lib/schemas/activity'
import { ACTIVITY_KINDS, type ActivityKind } from '@/lib/schemas/choices'
import { activityItemOf, joinedUserOf } from './activity-items'
import { changesOf, MAX_CHANGES, MAX_PAGE_ENTRIES, walkStreams } from './activity-walk'
import { describeChange } from './changes/describe-change'
import { userIdsIn } from './changes/descriptions'
import type { RecordedChange } from './changes/recorded-change'
import { loadChangeViewer } from './changes/viewer'

/** Maximum number of items that an entry shows. */
const MAX_ITEMS = 5

/** Position beyond the last change of any stream. */
const END_OF_STREAM = Number.MAX_SAFE_INTEGER

/**
 * Returns a page of what changed in a group and in those of its calendars that the actor reads, newest first. Events
 * are shown as far as the viewer may read them now and could read them at the time. Only members who manage the group
 * see invitations.
 */
export async function activity(
  db: Db,
  { row: group }: Grant<'read', 'group'>,
  reach: Reach,
  { person, kind, before }: { person?: string; kind?: ActivityKind; before?: string },
): Promise<ActivityOutput> {
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
  const walked = await walkStreams(db, streams, { person, kinds })
  const steps = walked.steps.slice(0, MAX_PAGE_ENTRIES)
  const isFull = walked.steps.length > MAX_PAGE_ENTRIES

  const changes = withoutDuplicates(await changesOf(db, steps, kinds))
  const viewer = await loadChangeViewer(db, reach, changes)
  const described = changes.flatMap((change) => {
    const description = describeChange(change, viewer)
    return description ? [{ change, description }] : []
  })
  const people = await peopleOf(db, reach, group.id, [
    ...steps.flatMap(({ author }) => author ?? []),
    ...described.flatMap(({ description }) => userIdsIn(description)),
  ])
  const known = [...people].flatMap(([id, { name, isDeleted }]) => (isDeleted ? [] : [[id, name] as const]))
  const names = { users: new Map(known), calendars: reach.calendars, groups: reach.groups }

  const entries = new Map<string, ActivityEntry>()
  for (const step of steps) {
    const stepChanges = described.filter(
      ({ change }) => change.stream === step.stream && change.changeset === step.id,
    )
    const actorId = step.author ?? joinedUserOf(stepChanges)
    const items = stepChanges.flatMap(
      (change) => activityItemOf(change, { actorId, changes: stepChanges.length }, names) ?? [],
    )
    if (!items.length) continue
    const entry = entries.get(step.id)
    const omitted = Math.max(0, items.length - MAX_ITEMS)
    const isTruncated = step.last - step.first + 1 > MAX_CHANGES
    if (entry) {
      entry.items.push(...items.slice(0, MAX_ITEMS))
      entry.more += omitted
      entry.isTruncated ||= isTruncated
      continue
    }
    const author = people.get(actorId ?? '') ?? null
    const { id, at, isUndo, origin } = step
    entries.set(id, {
      id,
      at,
      author,
      isUndo,
      origin,
      items: items.slice(0, MAX_ITEMS),
      more: omitted,
      isTruncated,
    })
  }

  const next = Object.fromEntries(
    streams.map(({ stream, before }) => {
      const reachedSteps = (isFull ? steps : walked.reached).filter((step) => step.stream === stream)
      return [stream, Math.min(before, ...reachedSteps.map(({ first }) => first))]
    }),
  )
  return { entries: [...entries.values()], before: isFull || walked.hasMore ? cursorOf(next) : null }
}

/** Removes duplicates: a change of a group's calendar is in the calendar's stream and in the group's. */
function withoutDuplicates(changes: readonly RecordedChange[]): RecordedChange[] {
  const keys = new Set<string>()
  return changes.filter(({ entity, id, changeset, op }) => {
    const key = `${changeset} ${id} ${op}`
    const isDuplicate = entity === 'calendar' && keys.has(key)
    keys.add(key)
    return !isDuplicate
  })
}

async function peopleOf(db: Db, { userId }: Reach, group: string, ids: readonly string[]) {
  const rows = await db.execute<Columns<NonNullable<ActivityEntry['author']>>>(sql`
    select u.id, u.name, case when ${canSeePictureOf(userId)} then u.image end as image,
      ${memberColorOf(userId, sql`u.id`, sql`${group}::uuid`)} as color, u.deleted_at is not null as "isDeleted"
    from users u where u.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)`)
  return new Map(rows.map((row) => [row.id, row]))
}
