import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringSlots } from '@/db/schema/gatherings'
import { MAX_GUEST_SLOTS } from '@/lib/calendar/gatherings/choices'
import { slotChange } from '@/lib/commands/effects/gathering-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { insertSlots } from '@/lib/commands/rows/gatherings'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/gatherings'

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

/** @throws AppError FORBIDDEN for users who are no participants, LIMIT_REACHED */
async function refuseBeyondOwnSlots(tx: Tx, participant: string | null, added: number): Promise<void> {
  if (!participant) throw new AppError('FORBIDDEN')
  const own = await tx.$count(gatheringSlots, eq(gatheringSlots.addedBy, participant))
  if (own + added > MAX_GUEST_SLOTS)
    throw new AppError('LIMIT_REACHED', { data: { what: 'own_slots', limit: MAX_GUEST_SLOTS } })
}
