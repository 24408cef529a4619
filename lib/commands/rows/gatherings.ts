import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { gatheringParticipants, gatheringSlots, gatheringVotes } from '@/db/schema/gatherings'
import { MAX_GATHERING_VOTES, MAX_PARTICIPANTS, MAX_SLOTS } from '@/lib/calendar/gatherings/choices'
import { toNameKey } from '@/lib/calendar/gatherings/name-key'
import type { RecordedBallot } from '@/lib/calendar/gatherings/recorded'
import { boundsOf, type Span, spanToRow } from '@/lib/calendar/span'
import { AppError } from '@/lib/errors'

/** Returns the columns of a slot's time. */
export function slotTimeColumns(span: Span) {
  const { from, to } = boundsOf(span)
  return {
    ...spanToRow(span),
    ...{ spanFrom: new Date(from), spanTo: new Date(to), tzdata: process.versions.tz ?? '' },
  }
}

/**
 * Inserts slots, without those whose time the gathering has already. The gathering must be locked.
 * @returns the new slots
 * @throws AppError LIMIT_REACHED
 */
export async function insertSlots(
  tx: Tx,
  gatheringId: string,
  spans: readonly Span[],
  addedBy: string | null,
): Promise<{ id: string; span: Span }[]> {
  if (!spans.length) return []
  const slots = spans.map((span) => ({ id: uuidv7(), span }))
  const inserted = await tx
    .insert(gatheringSlots)
    .values(slots.map(({ id, span }) => ({ id, gatheringId, addedBy, ...slotTimeColumns(span) })))
    .onConflictDoNothing()
    .returning({ id: gatheringSlots.id })
  await refuseBeyondSize(tx, gatheringId)
  const ids = new Set(inserted.map(({ id }) => id))
  return slots.filter(({ id }) => ids.has(id))
}

/** Reads those of the given slots that a gathering has. */
export async function slotsIn(tx: Tx, gatheringId: string, ids: readonly string[]) {
  return tx
    .select()
    .from(gatheringSlots)
    .where(
      and(
        eq(gatheringSlots.gatheringId, gatheringId),
        inArray(gatheringSlots.id, [...ids]),
        isNull(gatheringSlots.removedAt),
      ),
    )
}

/** A participant to insert: an account, an invited address or a name. */
export interface NewParticipant {
  userId: string | null
  email: string | null
  name: string | null
  contactEmail?: string | null
  locale?: string | null
  /** Whether the time must suit the participant. */
  isRequired?: boolean
  source: 'invited' | 'joined'
}

/**
 * Inserts participants, without accounts and addresses that take part already. Names must not be taken. The gathering
 * must be locked.
 * @returns the new participants
 * @throws AppError LIMIT_REACHED
 */
export async function insertParticipants(
  tx: Tx,
  gatheringId: string,
  people: readonly NewParticipant[],
): Promise<(NewParticipant & { id: string })[]> {
  if (!people.length) return []
  const rows = people.map((person) => ({ ...person, id: uuidv7() }))
  const inserted = await tx
    .insert(gatheringParticipants)
    .values(
      rows.map((row) => ({
        ...{ ...row, gatheringId },
        // The names that a manager gives to invited addresses need not be unique.
        nameKey: row.email === null && row.name !== null ? toNameKey(row.name) : null,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: gatheringParticipants.id })
  if (people.some(({ email, contactEmail }) => email ?? contactEmail)) await keepUnsubscribed(tx, gatheringId)
  await refuseBeyondSize(tx, gatheringId)
  const ids = new Set(inserted.map(({ id }) => id))
  return rows.filter(({ id }) => ids.has(id))
}

/** Addresses that want no mails about a gathering get none when they are invited or entered again. */
async function keepUnsubscribed(tx: Tx, gatheringId: string): Promise<void> {
  await tx.execute(sql`
    update gathering_participants p set unsubscribed = true from gathering_participants former
    where p.gathering_id = ${gatheringId} and p.revoked_at is null and not p.unsubscribed
      and former.gathering_id = p.gathering_id and former.unsubscribed
      and coalesce(former.email, former.contact_email) = coalesce(p.email, p.contact_email)`)
}

/** Reads the slots of a gathering and a participant's votes for them, with the comment. */
export async function readBallot(tx: Tx, gathering: string, participant: string) {
  const [slots, given, [row]] = await Promise.all([
    tx
      .select({ id: gatheringSlots.id })
      .from(gatheringSlots)
      .where(and(eq(gatheringSlots.gatheringId, gathering), isNull(gatheringSlots.removedAt))),
    tx
      .select({ slot: gatheringVotes.slotId, vote: gatheringVotes.vote })
      .from(gatheringVotes)
      .where(eq(gatheringVotes.participantId, participant)),
    tx
      .select({ comment: gatheringParticipants.comment })
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.id, participant)),
  ])
  const existing = new Set(slots.map(({ id }) => id))
  const votes = Object.fromEntries(
    given.flatMap(({ slot, vote }) => (existing.has(slot) ? [[slot, vote] as const] : [])),
  )
  return { existing, votes, comment: row!.comment }
}

/**
 * Stores a participant's ballot instead of the one before. Votes for slots that do not exist are left out.
 * @returns the ballots before and after, and the slots that do not exist
 */
export async function writeBallot(
  tx: Tx,
  { gathering, participant, now }: { gathering: string; participant: string; now: Date },
  ballot: RecordedBallot,
): Promise<{ before: RecordedBallot; after: RecordedBallot; removed: string[] }> {
  const { existing, ...before } = await readBallot(tx, gathering, participant)
  const votes = Object.entries(ballot.votes).filter(([slot]) => existing.has(slot))
  // Votes for removed slots stay, for an undo of their removal.
  const isOwn = eq(gatheringVotes.participantId, participant)
  await tx.delete(gatheringVotes).where(and(isOwn, inArray(gatheringVotes.slotId, [...existing])))
  if (votes.length)
    await tx
      .insert(gatheringVotes)
      .values(votes.map(([slotId, vote]) => ({ slotId, participantId: participant, vote })))
  await tx
    .update(gatheringParticipants)
    .set({ comment: ballot.comment, votedAt: votes.length ? now : null })
    .where(eq(gatheringParticipants.id, participant))
  return {
    before,
    after: { votes: Object.fromEntries(votes), comment: ballot.comment },
    removed: Object.keys(ballot.votes).filter((slot) => !existing.has(slot)),
  }
}

/** @throws AppError LIMIT_REACHED if a gathering has too many slots, participants or votes */
export async function refuseBeyondSize(tx: Tx, gatheringId: string): Promise<void> {
  const { slots, participants } = singleRow(
    await tx.execute<{ slots: number; participants: number }>(sql`select
      (select count(*)::int from gathering_slots
        where gathering_id = ${gatheringId} and removed_at is null) as slots,
      (select count(*)::int from gathering_participants
        where gathering_id = ${gatheringId} and revoked_at is null) as participants`),
  )
  const refuse = (what: string, limit: number) => {
    throw new AppError('LIMIT_REACHED', { data: { what, limit } })
  }
  if (slots > MAX_SLOTS) refuse('slots', MAX_SLOTS)
  if (participants > MAX_PARTICIPANTS) refuse('participants', MAX_PARTICIPANTS)
  if (slots * participants > MAX_GATHERING_VOTES) refuse('gathering_votes', MAX_GATHERING_VOTES)
}
