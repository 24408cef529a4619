import { sql } from 'drizzle-orm'
import type { UserRow } from '@/lib/access/nouns/user'
import { verifyCurrentPassword } from '@/lib/commands/checks/password'
import { leaveGroups, transferCalendars } from '@/lib/commands/effects/delete-account'
import { deletePersonalData, keepNameAsGuest } from '@/lib/commands/effects/delete-personal-data'
import { endConnections } from '@/lib/commands/effects/end-binding'
import { removeOrphanedPlacements } from '@/lib/commands/effects/orphaned-placements'
import { command } from '@/lib/commands/pipeline/execute'
import { eraseEvents } from '@/lib/commands/rows/erase'
import { AppError, fieldError } from '@/lib/errors'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { eventsOnlySeenBy } from '@/lib/queries/only-seen-by'
import { streamName } from '@/lib/realtime/channels'
import { email as address } from '@/lib/schemas/email'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/users'

/**
 * Deletes the current user's account by the plan that the user was shown (queries/account-deletion.ts). Answers
 * CONFLICT if the plan has changed since. The row of the user stays without personal data because other rows refer to
 * it; the e-mail address can be used again.
 */
export const deleteAccount = command({
  name: 'deleteAccount',
  input: schemas.deleteAccount,
  output: emptyOutput,
  on: () => ({ self: ['own', 'self', null] }),
  prepare: ({ actor, input: { proof } }) =>
    verifyCurrentPassword(actor, proof, fieldError('proof', 'wrong_password')),
  async run({ tx, grants, now, prepared }, { proof, plan }) {
    const self = grants.self.row
    requireProof(self, proof, prepared)
    // Locks the installation, so that an administrator remains if two delete their accounts concurrently.
    if (self.instanceAdmin) await tx.execute(sql`select 1 from instance for update`)
    // Locks the user's groups, so that memberships and roles do not change between plan and execution.
    await tx.execute(sql`
      select 1 from groups where id in (select group_id from members where user_id = ${self.id}) order by id for update`)
    const current = await planAccountDeletion(tx, grants.self)
    if (current.isLastAdmin) throw new AppError('CONFLICT', { data: { reason: 'last_admin' } })
    if (current.plan !== plan) throw new AppError('CONFLICT', { data: { reason: 'changed' } })
    const syncEffects = await endConnections(tx, self.id, sql`true`, 'keep', now)
    await eraseEvents(tx, await eventsOnlySeenBy(tx, self.id))
    const groupEffects = await leaveGroups(tx, self.id, current.groups, now)
    const calendarEffects = await transferCalendars(tx, self.id, current.calendars, now)
    await keepNameAsGuest(tx, self)
    await deletePersonalData(tx, self, now)
    return {
      result: {},
      changes: [
        ...syncEffects.changes,
        ...groupEffects.changes,
        ...calendarEffects.changes,
        ...(await removeOrphanedPlacements(tx, [self.id])),
        { stream: streamName('user', self.id), entity: 'user', id: self.id, op: 'removed' },
      ],
      jobs: [
        ...[...syncEffects.jobs, ...groupEffects.jobs, ...calendarEffects.jobs],
        { name: 'cut-off', payload: { user: self.id } },
      ],
    }
  },
})

/** Requires the password, or the address of an account without password: a session alone must not suffice. */
function requireProof({ email, passwordHash }: UserRow, proof: string, verifiedHash: string | null): void {
  if (passwordHash) {
    if (passwordHash !== verifiedHash) throw fieldError('proof', 'wrong_password')
  } else if (address.safeParse(proof).data !== email) throw fieldError('proof', 'wrong_address')
}
