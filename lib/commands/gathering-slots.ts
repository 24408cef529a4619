import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { gatheringSlots, gatheringVotes } from '@/db/schema/gatherings'
import { MAX_GUEST_SLOTS } from '@/lib/calendar/gatherings/choices'
import { isEqual } from '@/lib/calendar/is-equal'
import { spanFromRow } from '@/lib/calendar/span'
import { slotChange } from '@/lib/commands/effects/gathering-changes'
import { mailChangedSlots } from '@/lib/commands/effects/gathering-mails'
import { removeSlotsOf } from '@/lib/commands/effects/gathering-slots'
import { command } from '@/lib/commands/pipeline/execute'
import { insertSlots, slotsIn, slotTimeColumns } from '@/lib/commands/rows/gatherings'
import { AppError, fieldError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/gatherings'
import { idOutput, idsOutput } from '@/lib/schemas/outputs'

/** Adds slots to a gathering, without times that it has already. Participants can do so if the organizer allows it. */
export const addSlots = command({
  name: 'addSlots',
  input: schemas.addSlots,
  output: schemas.addSlotsOutput,
  on: ({ gathering }) => ({ gathering: ['add-slots', 'gathering', gathering] }),
  async run({ tx, grants }, { slots }) {
    const { row } = grants.gathering
    const addedBy = row.isManager ? null : row.participant
    if (!row.isManager) await refuseBeyondOwnSlots(tx, addedBy, slots.length)
    const added = await insertSlots(tx, row.id, slots, addedBy)
    const record = Object.fromEntries(added.map(({ id, span }) => [id, span]))
    return {
      result: { ids: added.map(({ id }) => id) },
      changes: added.length ? [slotChange(row, null, record, addedBy)] : [],
    }
  },
})

/** Moves a slot to another time. Its votes were for the former time, so they are deleted. */
export const updateSlot = command({
  name: 'updateSlot',
  input: schemas.updateSlot,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants }, { slot: id, span }) {
    const { row } = grants.gathering
    const [slot] = await slotsIn(tx, row.id, [id])
    if (!slot) throw new AppError('NOT_FOUND')
    const before = spanFromRow(slot)
    if (isEqual(before, span)) return { result: { id }, changes: [] }
    if (row.lockedSlotId === id) throw fieldError('span', 'invalid')
    try {
      await tx.transaction((nested) =>
        nested.update(gatheringSlots).set(slotTimeColumns(span)).where(eq(gatheringSlots.id, id)),
      )
    } catch (error) {
      if (violatedConstraint(error)?.startsWith('gathering_slots_')) throw fieldError('span', 'taken')
      throw error
    }
    await tx.delete(gatheringVotes).where(eq(gatheringVotes.slotId, id))
    return {
      result: { id },
      changes: [slotChange(row, { [id]: before }, { [id]: span })],
      jobs: await mailChangedSlots(tx, row),
    }
  },
})

/** Removes slots. Votes for other slots stay. */
export const removeSlots = command({
  name: 'removeSlots',
  input: schemas.removeSlots,
  output: idsOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, now }, { slots: ids }) {
    const { row } = grants.gathering
    const { ids: removed, ...effects } = await removeSlotsOf(tx, row, ids, now)
    return { result: { ids: removed }, ...effects }
  },
})

/** @throws AppError FORBIDDEN for users who are no participants, LIMIT_REACHED */
async function refuseBeyondOwnSlots(tx: Tx, participant: string | null, added: number): Promise<void> {
  if (!participant) throw new AppError('FORBIDDEN')
  const own = await tx.$count(gatheringSlots, eq(gatheringSlots.addedBy, participant))
  if (own + added > MAX_GUEST_SLOTS)
    throw new AppError('LIMIT_REACHED', { data: { what: 'own_slots', limit: MAX_GUEST_SLOTS } })
}
