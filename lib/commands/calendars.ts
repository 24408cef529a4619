import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import type { CalendarRow } from '@/lib/access/nouns/calendar'
import { merge } from '@/lib/calendar/merge'
import { colorFor } from '@/lib/calendar/palette'
import { fieldsOf, trashCalendar } from '@/lib/commands/effects/calendar-trash'
import { earlier } from '@/lib/commands/pipeline/earlier-version'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError, fieldError } from '@/lib/errors'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/calendars'

/** So many calendars a person, and a group, may have: what is in the trash does not count. */
const MOST_OF_USER = 100
const MOST_OF_GROUP = 200

/** One more calendar, of one's own or of a group. */
export const createCalendar = command({
  name: 'createCalendar',
  input: schemas.createCalendar,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants }, { name, color }) {
    const id = uuidv7()
    const userId = grants.self.row.id
    const groupId = grants.group?.row.id
    const owner = groupId ? { ownerGroupId: groupId } : { ownerUserId: userId }
    await refuseMore(tx, { ownerGroupId: groupId ?? null, ownerUserId: groupId ? null : userId })
    const calendar = { id, ...owner, name, color: color ?? colorFor(id), description: '', version: 1 }
    await tx.insert(calendars).values(calendar)
    const change = { entity: 'calendar', id, op: 'added', after: calendar } as const
    return {
      result: { id },
      // To its owners too, whose screens don't know the calendar's stream yet.
      changes: [
        { stream: streamOf('calendar', id), ...change },
        { stream: groupId ? streamOf('group', groupId) : streamOf('user', userId), ...change },
      ],
    }
  },
})

/** What all who see a calendar have of it: how it is called, drawn and described. */
export const updateCalendar = command({
  name: 'updateCalendar',
  input: schemas.updateCalendar,
  on: ({ calendar }) => ({ calendar: ['own', 'calendar', calendar] }),
  async run({ tx, grants }, { version, patch }) {
    const before = fieldsOf(grants.calendar.row)
    const { id } = grants.calendar.row
    const base =
      version === before.version ? before : await earlier<typeof before>(tx, 'calendar', id, version)
    const { patch: merged, conflicts } = merge<Partial<typeof before>>(base, before, patch)
    if (Object.keys(conflicts).length) {
      throw new AppError('CONFLICT', {
        data: { id, version: before.version, now: saidBy(before), fields: conflicts },
      })
    }
    if (!Object.keys(merged).length) {
      return { result: { id, version: before.version, now: saidBy(before) }, changes: [] }
    }
    const after = { ...before, ...merged, version: before.version + 1 }
    await tx.update(calendars).set(after).where(eq(calendars.id, id))
    return {
      result: { id, version: after.version, now: saidBy(after) },
      changes: [{ stream: streamOf('calendar', id), entity: 'calendar', id, op: 'changed', before, after }],
    }
  },
})

/**
 * Puts a calendar with all its events into the trash. Nobody is left without any: the last one of a user or a group
 * stays.
 */
export const deleteCalendar = command({
  name: 'deleteCalendar',
  input: schemas.deleteCalendar,
  on: ({ calendar }) => ({ calendar: ['own', 'calendar', calendar] }),
  async run({ tx, grants, now }) {
    const { row } = grants.calendar
    if ((await siblings(tx, row)) === 0) throw new AppError('CONFLICT', { data: { reason: 'last_calendar' } })
    const { events, changes, jobs } = await trashCalendar(tx, row, now)
    return { result: { id: row.id, events }, changes, jobs }
  },
})

/** What is told to who edits it. */
function saidBy({ name, color, description }: ReturnType<typeof fieldsOf>) {
  return { name, color, description }
}

/**
 * Calendars are streams, that everybody who sees them follows: nobody may hang thousands of them on others.
 * @throws AppError INVALID where a person or a group has as many as they may
 */
export async function refuseMore(
  tx: Tx,
  owner: Pick<CalendarRow, 'ownerUserId' | 'ownerGroupId'>,
): Promise<void> {
  const most = owner.ownerUserId ? MOST_OF_USER : MOST_OF_GROUP
  if ((await siblings(tx, { id: null, ...owner })) >= most) throw fieldError('name', 'too_many', most)
}

/** How many other calendars its owner has. They wait for each other: of the last two, one stays. */
async function siblings(
  tx: Tx,
  {
    id,
    ownerUserId,
    ownerGroupId,
  }: Pick<CalendarRow, 'ownerUserId' | 'ownerGroupId'> & { id: string | null },
): Promise<number> {
  const owner = sql.raw(ownerUserId ? 'users' : 'groups')
  await tx.execute(sql`select id from ${owner} where id = ${ownerUserId ?? ownerGroupId} for no key update`)
  const [row] = (await tx.execute(sql`
    select count(*)::int as others from calendars where id is distinct from ${id}::uuid and deleted_at is null
      and (owner_user_id = ${ownerUserId}::uuid or owner_group_id = ${ownerGroupId}::uuid)`)) as unknown as [
    { others: number },
  ]
  return row.others
}
