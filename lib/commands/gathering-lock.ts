import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { users } from '@/db/schema/users'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import type { Vote } from '@/lib/calendar/gatherings/choices'
import { type Participant, personKey, sortParticipants } from '@/lib/calendar/participant'
import { type Span, spanFromRow } from '@/lib/calendar/span'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { lockConflict, setStatus } from '@/lib/commands/effects/gathering-status'
import { placeInvitations } from '@/lib/commands/effects/invitation-placements'
import { inviteAddresses } from '@/lib/commands/effects/invite-addresses'
import { command } from '@/lib/commands/pipeline/execute'
import { writeAnswers } from '@/lib/commands/rows/answers'
import { insertEvent } from '@/lib/commands/rows/event-batch'
import { slotsIn } from '@/lib/commands/rows/gatherings'
import { AppError, fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import * as schemas from '@/lib/schemas/gatherings'

/**
 * Creates the event of a gathering at the time of a slot, in one transaction. Participants who can come are its
 * attendees: their votes are their answers. Of two concurrent requests the second is a CONFLICT with the slot that was
 * locked; a repeated one returns the event.
 */
export const lockGathering = command({
  name: 'lockGathering',
  input: schemas.lockGathering,
  output: schemas.lockOutput,
  on: ({ gathering, calendar }) => ({
    calendar: ['write', 'calendar', calendar],
    gathering: ['write', 'gathering', gathering],
  }),
  async run({ tx, grants, now }, { slot: slotId, inviteAll }) {
    const { row } = grants.gathering
    if (row.status === 'locked') {
      if (row.lockedSlotId !== slotId || !row.eventId) throw lockConflict(row)
      return { result: { id: row.id, event: row.eventId }, changes: [] }
    }
    if (row.status !== 'draft') throw new AppError('FORBIDDEN')
    const [slot] = await slotsIn(tx, row.id, [slotId])
    if (!slot) throw new AppError('NOT_FOUND')
    const span = spanFromRow(slot)
    const guests = await guestsOf(tx, row, slotId, inviteAll)
    const event = await createEventOf(tx, row, { span, calendar: grants.calendar.row.id, guests, now })
    const locked = { status: 'locked', eventId: event.id, lockedSlotId: slotId } as const
    const placed = await placeInvitations(tx, [[null, event]])
    return {
      result: { id: row.id, event: event.id },
      changes: [...eventChanges(null, event), ...placed, ...(await setStatus(tx, row, locked, now))],
    }
  },
})

/** A participant who is invited to the event, with the vote that becomes the answer. */
interface Guest {
  person: Participant
  vote: Vote | null
  comment: string
}

/** Writes the event of a gathering, its attendees and their answers. */
async function createEventOf(
  tx: Tx,
  row: GatheringRow,
  { span, calendar, guests, now }: { span: Span; calendar: string; guests: readonly Guest[]; now: Date },
) {
  const id = uuidv7()
  const { organizerId, title, description, location, url } = row
  const event = await insertEvent(
    tx,
    {
      ...{ id, uid: `${id}@kinday`, kind: guests.length ? 'meeting' : 'event', status: 'confirmed' },
      ...{ title, description, location, url, span, calendarId: calendar, color: null },
      ...{ visibility: 'default', busy: true, done: false, recurrence: null, overrides: {} },
      attendees: sortParticipants(guests.map(({ person }) => person)),
      ...{ groups: [], hiddenFrom: [], guestsMayComment: true },
      // The answers in the list of guests are the votes.
      guestListHidden: row.participantsHidden || row.votesHidden,
      ...{ capacity: null, answerBy: null, unknown: [], splitFrom: null, sequence: 0 },
      ...{ organizerId: guests.length ? organizerId : null, createdBy: organizerId },
    },
    now,
  )
  await inviteAddresses(tx, organizerId, null, event)
  const answers = guests.flatMap(({ person, vote, comment }) => {
    const status = vote === 'yes' ? 'accepted' : vote === 'if-need-be' ? 'tentative' : 'declined'
    const answer = { ...person, recurrenceId: null, status, partySize: 1, comment, givenFor: span } as const
    return vote === null ? [] : [{ eventId: id, answer }]
  })
  await writeAnswers(tx, answers, 'app')
  return event
}

/**
 * Returns the participants who are invited to the event: those who can come, or all.
 * @throws AppError LIMIT_REACHED
 */
async function guestsOf(tx: Tx, row: GatheringRow, slotId: string, inviteAll: boolean): Promise<Guest[]> {
  const rows = await tx.execute<Columns<VoteRow>>(sql`
    select p.user_id as "userId", p.email, p.contact_email as "contactEmail", p.name, p.comment, v.vote
    from gathering_participants p
      left join gathering_votes v on v.participant_id = p.id and v.slot_id = ${slotId}
      left join users u on u.id = p.user_id
    where p.gathering_id = ${row.id} and p.revoked_at is null and (u.id is null or u.deleted_at is null)
      ${inviteAll ? sql`` : sql`and v.vote in ('yes', 'if-need-be')`}
    order by p.email is null, p.created_at, p.id`)
  const canMail = !isMailEnabled() || (await isVerified(tx, row.organizerId))
  const guests = new Map<string, Guest>()
  for (const { userId, email, contactEmail, name, vote, comment } of rows) {
    // Addresses that nobody has verified do not replace those of other participants.
    const given = contactEmail && canMail && !guests.has(contactEmail) ? contactEmail : null
    const person = userId
      ? { userId, email: null, name: null }
      : { userId: null, email: email ?? given, name }
    guests.set(personKey(person), { person, vote, comment })
  }
  if (guests.size > MAX_ATTENDEES) throw fieldError('inviteAll', 'too_many', MAX_ATTENDEES)
  return [...guests.values()]
}

interface VoteRow {
  userId: string | null
  email: string | null
  contactEmail: string | null
  name: string | null
  comment: string
  vote: Vote | null
}

async function isVerified(tx: Tx, userId: string): Promise<boolean> {
  const isActive = and(eq(users.id, userId), isNull(users.deletedAt))
  const [user] = await tx.select({ verified: users.emailVerified }).from(users).where(isActive)
  return user?.verified != null
}
