import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { calendars } from '@/db/schema/calendars'
import { groups, members } from '@/db/schema/groups'
import type { GroupRow } from '@/lib/access/nouns/group'
import { merge } from '@/lib/calendar/merge'
import { colorFor } from '@/lib/calendar/palette'
import { restoreCalendar } from '@/lib/commands/effects/calendar-trash'
import { defaultColor } from '@/lib/commands/effects/default-color'
import { trashGroup } from '@/lib/commands/effects/group-trash'
import { memberChanges } from '@/lib/commands/effects/members'
import type { Change } from '@/lib/commands/pipeline/changes'
import { versionAt } from '@/lib/commands/pipeline/earlier-version'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/groups'
import { idOutput } from '@/lib/schemas/outputs'

/** Creates a group with its calendar. The user becomes its owner. */
export const createGroup = command({
  name: 'createGroup',
  input: schemas.createGroup,
  output: schemas.createGroupOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { name, color, description }) {
    const id = uuidv7()
    const userId = grants.self.row.id
    const group = { id, name, color: color ?? (await defaultColor(tx, userId, id)), description }
    const calendar = { id: uuidv7(), ownerGroupId: id, name, color: group.color }
    await Promise.all([
      tx.insert(groups).values(group),
      tx.insert(members).values({ groupId: id, userId, role: 'owner', color: colorFor(userId) }),
      tx.insert(calendars).values(calendar),
    ])
    return {
      result: { id, calendarId: calendar.id },
      changes: [
        {
          stream: streamName('group', id),
          entity: 'group',
          id,
          op: 'added',
          after: { ...group, version: 1 },
        },
        {
          stream: streamName('calendar', calendar.id),
          entity: 'calendar',
          id: calendar.id,
          op: 'added',
          after: calendar,
        },
        ...memberChanges('added', id, userId, 'owner'),
      ],
    }
  },
})

/** Changes the name, color and description of a group. Merges concurrent edits field by field. */
export const updateGroup = command({
  name: 'updateGroup',
  input: schemas.updateGroup,
  output: schemas.updateGroupOutput,
  on: ({ id }) => ({ group: ['share', 'group', id] }),
  async run({ tx, grants }, { version, patch }) {
    const { row } = grants.group
    const { id } = row
    const current = editableFields(row)
    const base =
      version === row.version
        ? current
        : await versionAt<GroupFields & { version: number }>(tx, 'group', id, version)
    const { patch: merged, conflicts } = merge<GroupFields>(base, current, patch)
    if (Object.keys(conflicts).length) {
      throw new AppError('CONFLICT', { data: { version: row.version, current, fields: conflicts } })
    }
    if (!Object.keys(merged).length) return { result: { id, version: row.version, current }, changes: [] }
    const fields = { ...current, ...merged }
    const after = { ...fields, version: row.version + 1 }
    await tx.update(groups).set(after).where(eq(groups.id, id))
    return {
      result: { id, version: after.version, current: fields },
      changes: [
        {
          stream: streamName('group', id),
          entity: 'group',
          id,
          op: 'changed',
          before: { ...current, version: row.version },
          after,
        },
      ],
    }
  },
})

/** Moves a group and its calendars to the trash. */
export const deleteGroup = command({
  name: 'deleteGroup',
  input: schemas.deleteGroup,
  output: idOutput,
  on: ({ group }) => ({ group: ['own', 'group', group] }),
  async run({ tx, grants, now }) {
    const group = grants.group.row
    return { result: { id: group.id }, ...(await trashGroup(tx, group, now)) }
  },
})

/** Restores a group from the trash with the calendars that were deleted with it. */
export const restoreGroup = command({
  name: 'restoreGroup',
  input: schemas.restoreGroup,
  output: idOutput,
  on: ({ group }) => ({ group: ['own', 'deleted-group', group] }),
  async run({ tx, grants }) {
    const { id, name, deletedAt } = grants.group.row
    await tx.update(groups).set({ deletedAt: null }).where(eq(groups.id, id))
    // Calendars that were deleted before the group stay in the trash.
    const restored = await tx
      .select()
      .from(calendars)
      .where(and(eq(calendars.ownerGroupId, id), eq(calendars.deletedAt, deletedAt!)))
    const changes: Change[] = [
      { stream: streamName('group', id), entity: 'group', id, op: 'added', after: { name } },
    ]
    for (const calendar of restored) {
      changes.push(...(await restoreCalendar(tx, calendar)))
    }
    return { result: { id }, changes }
  },
})

/** The fields of a group that its admins can edit. */
interface GroupFields {
  name: string
  color: string
  description: string
}

function editableFields({ name, color, description }: GroupRow): GroupFields {
  return { name, color, description }
}
