import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { gatherings } from '@/db/schema/gatherings'
import { slugBase } from '@/lib/calendar/gatherings/slug'
import { merge } from '@/lib/calendar/merge'
import {
  type GatheringFields,
  gatheringChanges,
  participantChanges,
  recordedOf,
  slotChange,
} from '@/lib/commands/effects/gathering-changes'
import { eventOfGathering, setEventStatus, trashEventOf } from '@/lib/commands/effects/gathering-event'
import { isNotAmong, mailCancellation, mailInvitations } from '@/lib/commands/effects/gathering-mails'
import { groupPeopleToAsk, invitedToGathering } from '@/lib/commands/effects/gathering-people'
import { removeSlotsOf } from '@/lib/commands/effects/gathering-slots'
import { setStatus } from '@/lib/commands/effects/gathering-status'
import {
  cutOffVisitors,
  deadlineColumns,
  refuseMembersOnly,
  updateGatheringRow,
} from '@/lib/commands/effects/update-gathering'
import { versionAt } from '@/lib/commands/pipeline/earlier-version'
import { command } from '@/lib/commands/pipeline/execute'
import { insertParticipants, insertSlots } from '@/lib/commands/rows/gatherings'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/gatherings'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Creates a gathering of the user or of a group. Its organizer takes part, and so do the members of a group who all see
 * it.
 */
export const createGathering = command({
  name: 'createGathering',
  input: schemas.createGathering,
  output: schemas.gatheringOutput,
  on: ({ group, calendarId, participants }) => ({
    self: ['read', 'self', null],
    invitees: ['invite', 'invitees', participants.filter((person) => typeof person === 'string')],
    group: group === null ? undefined : (['read', 'group', group] as const),
    calendar: calendarId === null ? undefined : (['write', 'calendar', calendarId] as const),
  }),
  async run({ tx, grants }, { group: _, slots, participants, required, ...fields }) {
    const self = grants.self.row
    const group = grants.group?.row
    if (group?.role === 'viewer') throw new AppError('FORBIDDEN')
    refuseMembersOnly(fields.access, group?.id ?? null)
    const id = uuidv7()
    const row = {
      ...{ ...fields, ...deadlineColumns(fields), id },
      ...{ slug: newSlug(fields.title), organizerId: self.id, groupId: group?.id ?? null },
    }
    await tx.insert(gatherings).values(row)
    const added = await insertSlots(tx, id, slots, null)
    const asked = group && fields.access === 'members' ? await groupPeopleToAsk(tx, group.id) : []
    const invited = await invitedToGathering(
      tx,
      self,
      { id },
      { participants, required },
      grants.invitees.row,
      [self.id, ...asked],
    )
    const people = await insertParticipants(tx, id, invited)
    const ids = people.map((person) => person.id)
    return {
      jobs: await mailInvitations(tx, row, ids),
      result: { id, slug: row.slug },
      changes: [
        ...gatheringChanges(row, null, { ...recordedOf(row), status: 'draft', version: 1 }),
        ...(added.length
          ? [slotChange(row, null, Object.fromEntries(added.map(({ id, span }) => [id, span])))]
          : []),
        ...participantChanges(row, null, people),
      ],
    }
  },
})

/** Changes fields and slots of a gathering. Merges concurrent edits field by field. */
export const updateGathering = command({
  name: 'updateGathering',
  input: schemas.updateGathering,
  output: schemas.updateGatheringOutput,
  on: ({ id, patch }) => ({
    calendar: patch.calendarId ? (['write', 'calendar', patch.calendarId] as const) : undefined,
    gathering: ['write', 'gathering', id],
  }),
  async run({ tx, grants, now }, { version, patch, slots }) {
    const { row } = grants.gathering
    const current = recordedOf(row)
    const base =
      version === row.version
        ? current
        : await versionAt<GatheringFields & { version: number }>(tx, 'gathering', row.id, version)
    const { patch: merged, conflicts } = merge<GatheringFields>(base, current, patch)
    if (Object.keys(conflicts).length)
      throw new AppError('CONFLICT', { data: { version: row.version, fields: conflicts } })
    if (slots.added.length && row.status !== 'draft') throw new AppError('FORBIDDEN')
    const removed = await removeSlotsOf(tx, row, slots.removed, now)
    const added = await insertSlots(tx, row.id, slots.added, null)
    const record = Object.fromEntries(added.map(({ id, span }) => [id, span]))
    const isEdited = Object.keys(merged).length > 0
    const after = isEdited ? await updateGatheringRow(tx, row, merged, now) : row
    return {
      result: { id: row.id, slug: after.slug, version: after.version },
      changes: [
        // The history stores whole versions, so that a later edit of this one can be merged.
        ...(isEdited
          ? gatheringChanges(
              after,
              { ...current, version: row.version },
              { ...recordedOf(after), version: after.version },
            )
          : []),
        ...removed.changes,
        ...(added.length ? [slotChange(after, null, record)] : []),
      ],
      jobs: [...removed.jobs, ...(row.access === after.access ? [] : cutOffVisitors(row))],
    }
  },
})

/** Moves a gathering to the trash. Its event stays: if voting was reopened, it is confirmed at its former time. */
export const deleteGathering = command({
  name: 'deleteGathering',
  input: schemas.gatheringId,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, actor, now }) {
    const { row } = grants.gathering
    await tx.update(gatherings).set({ deletedAt: now }).where(eq(gatherings.id, row.id))
    return {
      result: { id: row.id },
      changes: [
        ...(row.status === 'draft' ? await setEventStatus(tx, actor, row, 'confirmed', now) : []),
        ...gatheringChanges(row, recordedOf(row), null),
      ],
      jobs: cutOffVisitors(row),
    }
  },
})

/** Restores a gathering from the trash. The event of an open one becomes tentative again. */
export const restoreGathering = command({
  name: 'restoreGathering',
  input: schemas.gatheringId,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'trashed-gathering', gathering] }),
  async run({ tx, grants, actor, now }) {
    const { row } = grants.gathering
    await tx.update(gatherings).set({ deletedAt: null }).where(eq(gatherings.id, row.id))
    return {
      result: { id: row.id },
      changes: [
        ...(row.status === 'draft' ? await setEventStatus(tx, actor, row, 'tentative', now) : []),
        ...gatheringChanges(row, null, recordedOf(row)),
      ],
    }
  },
})

/** Cancels a gathering: nobody can vote any more, and its event, if it has one, moves to the trash. */
export const cancelGathering = command({
  name: 'cancelGathering',
  input: schemas.gatheringId,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, actor, now }) {
    const { row } = grants.gathering
    if (row.status === 'cancelled') return { result: { id: row.id }, changes: [] }
    const event = await eventOfGathering(tx, actor, row)
    const cancelled = { status: 'cancelled', lockedSlotId: null } as const
    return {
      result: { id: row.id },
      changes: [
        ...(event ? await trashEventOf(tx, event, now) : []),
        ...(await setStatus(tx, row, cancelled, now)),
      ],
      // The guests of the event get its cancellation.
      jobs: await mailCancellation(tx, row, event ? isNotAmong(event) : undefined),
    }
  },
})

/**
 * Opens a gathering again that was locked or cancelled. Its event becomes tentative; locking the gathering again moves
 * and confirms it.
 */
export const reopenGathering = command({
  name: 'reopenGathering',
  input: schemas.gatheringId,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, actor, now }) {
    const { row } = grants.gathering
    if (row.status === 'draft') return { result: { id: row.id }, changes: [] }
    const draft = { status: 'draft', lockedSlotId: null } as const
    return {
      result: { id: row.id },
      changes: [
        ...(await setEventStatus(tx, actor, row, 'tentative', now)),
        ...(await setStatus(tx, row, draft, now)),
      ],
    }
  },
})

const SLUG_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
const RANDOM_LENGTH = 6

/** Returns the slug of a new gathering: its title in Latin letters, and random characters. */
function newSlug(title: string): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => SLUG_ALPHABET[randomInt(SLUG_ALPHABET.length)])
  return [slugBase(title), random.join('')].filter(Boolean).join('-')
}
