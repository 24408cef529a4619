import { count, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { singleRow } from '@/db/rows'
import { shares } from '@/db/schema/calendars'
import { userIdOf } from '@/lib/access/actor'
import { recordAttempt } from '@/lib/access/attempts'
import { hasBlocked } from '@/lib/access/blocked-users'
import type { CalendarRow } from '@/lib/access/nouns/calendar'
import type { UserRow } from '@/lib/access/nouns/user'
import { eraseLostEvents } from '@/lib/commands/effects/lost-events'
import { deleteShare, shareChanges, shareSnapshotOf, withLostAccess } from '@/lib/commands/effects/shares'
import { limitUserMails } from '@/lib/commands/effects/user-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/shares'

const DAY_MINUTES = 24 * 60
const MAX_SHARES_OF_CALENDAR = 200

/** Maximum number of calendars that an owner shares with the same sharee. */
const MAX_SHARES_TO_SHAREE = 100

/**
 * Shares a calendar with a user in a common group, a group of the actor, or an e-mail address that has to accept it.
 */
export const createShare = command({
  name: 'createShare',
  input: schemas.createShare,
  output: idOutput,
  on: ({ calendar, to }) => ({
    calendar: ['share', 'calendar', calendar],
    people: ['read', 'people', to.user ? [to.user] : []],
    group: to.group ? ['read', 'group', to.group] : undefined,
    self: to.email ? ['own', 'self', null] : undefined,
  }),
  async run({ tx, grants, actor, now }, { to, level }) {
    const calendar = grants.calendar.row
    const userId = grants.people.row[0]?.id ?? null
    if (to.user && !userId) throw fieldError('to', 'invalid')
    const groupId = grants.group?.row.id ?? null
    const isOwner = userId
      ? userId === calendar.ownerUserId
      : groupId !== null && groupId === calendar.ownerGroupId
    if (isOwner) throw fieldError('to', 'taken')
    const [{ existing }] = (await tx
      .select({ existing: count() })
      .from(shares)
      .where(eq(shares.calendarId, calendar.id))) as [{ existing: number }]
    if (existing >= MAX_SHARES_OF_CALENDAR) throw fieldError('to', 'too_many', MAX_SHARES_OF_CALENDAR)
    await refuseBeyondShareeLimit(tx, calendar, { userId, groupId, email: to.email ?? null })
    const email = to.email ?? null
    const sharer = userIdOf(actor)
    // Members of a common group know each other: only shares with an address, or from a blocked user, wait for
    // acceptance.
    const isPending = email !== null || (userId !== null && (await hasBlocked(tx, userId, sharer)))
    const share = { id: uuidv7(), calendarId: calendar.id, userId, groupId, email, level }
    try {
      await tx.insert(shares).values({ ...share, createdBy: sharer, acceptedAt: isPending ? null : now })
    } catch (error) {
      if (violatedConstraint(error)?.startsWith('shares_')) throw fieldError('to', 'taken')
      throw error
    }
    // The mail itself is written by a consumer of the change (lib/jobs/consumers/share-mails.ts).
    if (to.email && isMailEnabled()) await limitShareMails(tx, grants.self!.row, calendar.id, to.email)
    return { result: { id: share.id }, changes: shareChanges('added', null, share) }
  },
})

/**
 * Counts a mail about a share towards the daily limits of the user, of the calendar, and of the calendar and address.
 * @throws AppError TOO_MANY
 */
async function limitShareMails(tx: Tx, sharer: UserRow, calendar: string, to: string): Promise<void> {
  await recordAttempt([{ by: `share-mail:${calendar}:${to}`, max: 3, minutes: DAY_MINUTES }], tx)
  await limitUserMails(tx, sharer, `calendar:${calendar}`, 'to', 1)
}

/**
 * Refuses a share beyond the maximum from one owner to one sharee.
 * @throws AppError INVALID
 */
async function refuseBeyondShareeLimit(
  tx: Tx,
  { ownerUserId, ownerGroupId }: Pick<CalendarRow, 'ownerUserId' | 'ownerGroupId'>,
  { userId, groupId, email }: Record<'userId' | 'groupId' | 'email', string | null>,
): Promise<void> {
  const { given } = singleRow(
    await tx.execute<{ given: number }>(sql`
    select count(*)::int as given from shares s join calendars c on c.id = s.calendar_id
    where (c.owner_user_id = ${ownerUserId}::uuid or c.owner_group_id = ${ownerGroupId}::uuid)
      and (s.user_id = ${userId}::uuid or s.group_id = ${groupId}::uuid or s.email = ${email})`),
  )
  if (given >= MAX_SHARES_TO_SHAREE) throw fieldError('to', 'too_many', MAX_SHARES_TO_SHAREE)
}

/** Changes the permission level of a share. */
export const updateShare = command({
  name: 'updateShare',
  input: schemas.updateShare,
  output: idOutput,
  on: ({ share }) => ({ share: ['share', 'share', share] }),
  async run({ tx, grants, actor }, { level }) {
    const before = shareSnapshotOf(grants.share.row)
    if (before.level === level) return { result: { id: before.id }, changes: [] }
    if (level === 'freebusy') {
      await eraseLostEvents(tx, { shares: [before.id] }, { actorId: userIdOf(actor), agreed: 0 })
    }
    await tx.update(shares).set({ level }).where(eq(shares.id, before.id))
    const changes = shareChanges('changed', before, { ...before, level })
    // The stream of a calendar is for viewers and above, the stream of its owners for owners.
    const losesStream = level === 'freebusy' || before.level === 'owner'
    if (losesStream) return { result: { id: before.id }, ...(await withLostAccess(tx, before, changes)) }
    return { result: { id: before.id }, changes }
  },
})

/**
 * Accepts a pending share. A share with an address then gives access to this account only: if the address passes to
 * another account, that one has to accept again.
 */
export const acceptShare = command({
  name: 'acceptShare',
  input: schemas.acceptShare,
  output: schemas.acceptShareOutput,
  on: ({ share }) => ({ self: ['own', 'self', null], share: ['accept', 'share', share] }),
  async run({ tx, grants, now }) {
    const share = grants.share.row
    const self = grants.self.row.id
    const result = { id: share.id, calendar: share.calendarId }
    const isAccepted = share.acceptedAt !== null && (share.email === null || share.acceptedBy === self)
    if (isAccepted) return { result, changes: [] }
    const acceptedBy = share.email === null ? null : self
    await tx.update(shares).set({ acceptedAt: now, acceptedBy }).where(eq(shares.id, share.id))
    const change = { entity: 'share', id: share.id, op: 'changed', after: { acceptedAt: now } } as const
    return {
      result,
      changes: [streamName('calendar', share.calendarId), streamName('user', self)].map((stream) => ({
        stream,
        ...change,
      })),
    }
  },
})

/** Deletes a share: removed by those who may share the calendar, or declined by the sharee. */
export const removeShare = command({
  name: 'removeShare',
  input: schemas.removeShare,
  output: idOutput,
  on: ({ share }) => ({ share: ['remove', 'share', share] }),
  async run({ tx, grants, actor }, { hidden }) {
    const { id } = grants.share.row
    const consent = { actorId: userIdOf(actor), agreed: hidden }
    return { result: { id }, ...(await deleteShare(tx, grants.share.row, consent)) }
  },
})
