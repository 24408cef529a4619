import type { SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { calendars } from '@/db/schema/calendars'
import { users } from '@/db/schema/users'
import { colorFor } from '@/lib/calendar/palette'
import type { Change } from '@/lib/commands/pipeline/changes'
import { fieldError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { redeemInvitation } from './invitations'

/** Creates an account with its personal calendar and, for a valid invitation, its membership. */
export async function createAccount(
  tx: Tx,
  account: Omit<typeof users.$inferInsert, 'id'>,
  invited: SQL | undefined,
) {
  const id = uuidv7()
  const { passwordHash: _, ...profile } = account
  const calendar = { id: uuidv7(), ownerUserId: id, name: account.name, color: colorFor(id) }
  try {
    await tx.insert(users).values({ ...account, id })
  } catch (error) {
    if (violatedConstraint(error) === 'users_email') throw fieldError('email', 'taken')
    throw error
  }
  await tx.insert(calendars).values(calendar)
  return {
    result: { id },
    changes: [
      { stream: streamName('user', id), entity: 'user', id, op: 'added', after: profile },
      {
        stream: streamName('calendar', calendar.id),
        entity: 'calendar',
        id: calendar.id,
        op: 'added',
        after: calendar,
      },
      ...(invited ? await redeemInvitation(tx, invited, id) : []),
    ] satisfies Change[],
  }
}
