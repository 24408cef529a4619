import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { guestLinks } from '@/db/schema/attendees'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Vote } from '@/lib/calendar/gatherings/choices'
import { isEqual } from '@/lib/calendar/is-equal'
import { type Participant, personKey, sortParticipants } from '@/lib/calendar/participant'
import { type Span, spanFromRow } from '@/lib/calendar/span'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { editEventOf, eventOfGathering, textsSinceLock } from '@/lib/commands/effects/gathering-event'
import { isNotAmong, mailLocked } from '@/lib/commands/effects/gathering-mails'
import { lockConflict, setStatus } from '@/lib/commands/effects/gathering-status'
import { placeInvitations } from '@/lib/commands/effects/invitation-placements'
import { inviteAddresses } from '@/lib/commands/effects/invite-addresses'
import { command } from '@/lib/commands/pipeline/execute'
import { writeAnswers } from '@/lib/commands/rows/answers'
import { insertEvent } from '@/lib/commands/rows/event-batch'
import { slotsIn } from '@/lib/commands/rows/gatherings'
import { releaseGuestName } from '@/lib/commands/rows/guest-links'
import { AppError, fieldError } from '@/lib/errors'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import * as schemas from '@/lib/schemas/gatherings'

/**
 * Creates the event of a gathering at the time of a slot, in one transaction. Participants who can come are its
 * attendees: their votes are their answers. If voting was reopened, moves the event of the former lock: it stays in its
 * calendar, and its guests stay invited. Another event is created if that one was deleted, or if the actor may not write
 * it. Of two concurrent requests the second is a CONFLICT with the slot that was locked; a repeated one returns the event.
 */
export const lockGathering = command({
  name: 'lockGathering',
  input: schemas.lockGathering,
  output: schemas.lockOutput,
  on: ({ gathering, calendar }) => ({
    calendar: ['write', 'calendar', calendar],
    gathering: ['write', 'gathering', gathering],
  }),
  async run({ tx, grants, actor, now }, { slot: slotId, inviteAll }) {
    const { row } = grants.gathering
    if (row.status === 'locked') {
      if (row.lockedSlotId !== slotId || !row.eventId) throw lockConflict(row)
      return { result: { id: row.id, event: row.eventId }, changes: [] }
    }
    if (row.status !== 'draft') throw new AppError('FORBIDDEN')
    const [slot] = await slotsIn(tx, row.id, [slotId])
    if (!slot) throw new AppError('NOT_FOUND')
    const span = spanFromRow(slot)
    const former = await eventOfGathering(tx, actor, row).catch(ignoreRefusal)
    const guests = await guestsOf(tx, row, slotId)
    const lock = { span, guests, inviteAll, now }
    const { event, changes } = former
      ? await moveEventOf(tx, row, former, lock)
      : await createEventOf(tx, row, grants.calendar.row.id, lock)
    const locked = { status: 'locked', eventId: event.id, lockedSlotId: slotId } as const
    return {
      result: { id: row.id, event: event.id },
      changes: [...changes, ...(await setStatus(tx, row, locked, now))],
      // The others get the invitation to the event.
      jobs: await mailLocked(tx, row, span, isNotAmong(event)),
    }
  },
})

/** Ignores an event that the actor may not write. */
function ignoreRefusal(error: unknown): null {
  if (!(error instanceof AppError)) throw error
  return null
}

/** A participant, with the vote that becomes the answer to the event. */
interface Guest {
  id: string
  locale: string | null
  person: Participant
  vote: Vote | null
  comment: string
}

interface Lock {
  span: Span
  guests: readonly Guest[]
  /** Whether participants who cannot come, or have not voted, are invited, too. */
  inviteAll: boolean
  now: Date
}

/** Writes the event of a gathering, its attendees and their answers. */
async function createEventOf(
  tx: Tx,
  row: GatheringRow,
  calendar: string,
  { span, guests: all, inviteAll, now }: Lock,
) {
  const id = uuidv7()
  const guests = all.filter((guest) => inviteAll || canCome(guest))
  refuseBeyondAttendees(guests.length)
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
  await linkNames(tx, event, organizerId, guests)
  await writeVotes(tx, event, guests)
  return { event, changes: [...eventChanges(null, event), ...(await placeInvitations(tx, [[null, event]]))] }
}

/**
 * Moves the event of a former lock to another time, and invites the participants who can come then. Votes replace the
 * answers to the former time; answers to the same time stay.
 */
async function moveEventOf(
  tx: Tx,
  row: GatheringRow,
  former: EventSnapshot,
  { span, guests, inviteAll, now }: Lock,
) {
  const keys = new Set(former.attendees.map(personKey))
  const isInvited = ({ person }: Guest) => keys.has(personKey(person))
  const added = guests.filter((guest) => !isInvited(guest) && (inviteAll || canCome(guest)))
  const attendees = sortParticipants([...former.attendees, ...added.map(({ person }) => person)])
  refuseBeyondAttendees(attendees.length)
  const patch = {
    ...(await textsSinceLock(tx, row)),
    ...{ status: 'confirmed' as const, span, attendees },
    ...((row.participantsHidden || row.votesHidden) && { guestListHidden: true }),
    ...(attendees.length && former.kind === 'event' && { kind: 'meeting' as const }),
  }
  const { event, changes } = await editEventOf(tx, row, former, patch, now)
  await inviteAddresses(tx, row.organizerId, former, event)
  for (const { person } of added.filter(isName)) await releaseGuestName(tx, event.id, person.name!, now)
  await linkNames(tx, event, row.organizerId, added)
  await writeVotes(tx, event, isEqual(former.span, span) ? added : [...added, ...guests.filter(isInvited)])
  return { event, changes }
}

/** Whether a guest is identified by name: an address that a visitor has entered is not verified, so it invites nobody. */
function isName({ person }: Guest): boolean {
  return !person.userId && !person.email
}

/**
 * Creates the links of guests by name to the event. A link has the id of the participant, whose personal page of the
 * gathering shows it.
 */
async function linkNames(
  tx: Tx,
  { id: eventId }: EventSnapshot,
  createdBy: string,
  guests: readonly Guest[],
): Promise<void> {
  const links = guests
    .filter(isName)
    .map(({ id, locale, person: { name } }) => ({ id, eventId, name, locale, createdBy }))
  if (!links.length) return
  // A former event of the gathering was deleted, or belongs to another user.
  const moved = { eventId, name: sql`excluded.name`, revokedAt: null }
  await tx.insert(guestLinks).values(links).onConflictDoUpdate({ target: guestLinks.id, set: moved })
}

function canCome({ vote }: Guest): boolean {
  return vote === 'yes' || vote === 'if-need-be'
}

/** Writes the votes of attendees as their answers. */
async function writeVotes(tx: Tx, { id, span }: EventSnapshot, guests: readonly Guest[]): Promise<void> {
  const answers = guests.flatMap(({ person, vote, comment }) => {
    const status = vote === 'yes' ? 'accepted' : vote === 'if-need-be' ? 'tentative' : 'declined'
    const answer = { ...person, recurrenceId: null, status, partySize: 1, comment, givenFor: span } as const
    return vote === null ? [] : [{ eventId: id, answer }]
  })
  await writeAnswers(tx, answers, 'app')
}

/** @throws AppError INVALID */
function refuseBeyondAttendees(count: number): void {
  if (count > MAX_ATTENDEES) throw fieldError('inviteAll', 'too_many', MAX_ATTENDEES)
}

/** Returns the participants with their votes for a slot. */
async function guestsOf(tx: Tx, row: GatheringRow, slotId: string): Promise<Guest[]> {
  const rows = await tx.execute<Columns<Participant & Omit<Guest, 'person'>>>(sql`
    select p.id, p.locale, p.user_id as "userId", p.email, p.name, p.comment, v.vote
    from gathering_participants p
      left join gathering_votes v on v.participant_id = p.id and v.slot_id = ${slotId}
      left join users u on u.id = p.user_id
    where p.gathering_id = ${row.id} and p.revoked_at is null and (u.id is null or u.deleted_at is null)
    order by p.email is null, p.created_at, p.id`)
  return rows.map(({ userId, email, name, ...guest }) => ({
    ...guest,
    person: userId ? { userId, email: null, name: null } : { userId: null, email, name },
  }))
}
