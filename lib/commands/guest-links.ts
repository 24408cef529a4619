import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { type Actor, isPublicLink, principalOf } from '@/lib/access/actor'
import { recordAttempt } from '@/lib/access/attempts'
import { everyoneIn, guestParticipant, personKey, sortParticipants } from '@/lib/calendar/participant'
import { answerChange } from '@/lib/commands/effects/answer-changes'
import { guestAlarmsChange } from '@/lib/commands/effects/due-alarms'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { resendGuestInvitation } from '@/lib/commands/effects/guest-mails'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import { limitUserMails, mailLimit } from '@/lib/commands/effects/user-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { updateEventRow } from '@/lib/commands/rows/events'
import {
  insertGuestLinks,
  isGuestNameTaken,
  releaseGuestName,
  replaceGuestLink,
  snapshotForGuest,
} from '@/lib/commands/rows/guest-links'
import { AppError, fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { isAddressOffered } from '@/lib/queries/guest-links'
import { hasForeignOrganizer } from '@/lib/queries/import'
import type { Job } from '@/lib/queue'
import { guestUserId } from '@/lib/realtime/channels'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import * as schemas from '@/lib/schemas/guests'
import { idOutput } from '@/lib/schemas/outputs'

/** Revokes a guest's link or the public link of an event. */
export const revokeGuestLink = command({
  name: 'revokeGuestLink',
  input: schemas.guestLink,
  output: idOutput,
  on: ({ event }) => ({ event: ['write', 'event', event] }),
  async run({ tx, grants, now }, { link }) {
    const { row } = grants.event
    const isLive = and(eq(guestLinks.id, link), eq(guestLinks.eventId, row.id), isNull(guestLinks.revokedAt))
    const revoked = await tx.update(guestLinks).set({ revokedAt: now }).where(isLive).returning()
    if (!revoked.length) throw new AppError('NOT_FOUND')
    return {
      result: { id: link },
      changes: [answerChange(snapshotOf(row), null, null)],
      jobs: [disconnectJob(link)],
    }
  },
})

/** Creates a link for an attendee without an account. It replaces the old link, if there is one. */
export const renewGuestLink = command({
  name: 'renewGuestLink',
  input: schemas.renewGuestLink,
  output: idOutput,
  on: ({ event }) => ({ event: ['write', 'event', event] }),
  async run({ tx, grants, actor, now }, input) {
    const event = snapshotOf(grants.event.row)
    const email = 'email' in input ? input.email : null
    const person = { email, name: 'name' in input ? input.name : null }
    const key = personKey(guestParticipant(person))
    if (!everyoneIn(event).some((attendee) => personKey(attendee) === key)) throw new AppError('NOT_FOUND')
    const guest = { eventId: event.id, ...person, createdBy: principalOf(actor) }
    const { id, former } = await replaceGuestLink(tx, guest, now)
    const changes = [answerChange(event, null, null), guestAlarmsChange(event)]
    return { result: { id }, changes, jobs: former ? [disconnectJob(former)] : [] }
  },
})

/** Creates the link by which anyone can join an event. */
export const createPublicLink = command({
  name: 'createPublicLink',
  input: schemas.createPublicLink,
  output: idOutput,
  on: ({ event }) => ({ event: ['write', 'event', event] }),
  async run({ tx, grants, actor }) {
    const { row } = grants.event
    const isActivePublicLink = and(
      isNull(guestLinks.email),
      isNull(guestLinks.name),
      isNull(guestLinks.revokedAt),
    )
    const [existing] = await tx
      .select({ id: guestLinks.id })
      .from(guestLinks)
      .where(and(eq(guestLinks.eventId, row.id), isActivePublicLink))
    if (existing) return { result: existing, changes: [] }
    const id = uuidv7()
    await tx.insert(guestLinks).values({ id, eventId: row.id, createdBy: principalOf(actor) })
    return { result: { id }, changes: [answerChange(snapshotOf(row), null, null)] }
  },
})

/** Mails the invitation with the guest's link again. */
export const resendGuestLink = command({
  name: 'resendGuestLink',
  input: schemas.guestLink,
  output: idOutput,
  on: ({ event }) => ({ event: ['write', 'event', event], self: ['read', 'self', null] }),
  async run({ tx, grants }, { link }) {
    const { row } = grants.event
    if (!isMailEnabled()) throw new AppError('UNAVAILABLE')
    const isOfEvent = and(eq(guestLinks.id, link), eq(guestLinks.eventId, row.id))
    const [found] = await tx.select({ id: guestLinks.id }).from(guestLinks).where(isOfEvent)
    const jobs = found ? await resendGuestInvitation(tx, found.id) : []
    if (!jobs.length) throw new AppError('NOT_FOUND')
    await limitUserMails(tx, grants.self.row, `event:${row.id}`, 'link', 1, 'guests')
    return { result: { id: link }, changes: [], jobs }
  },
})

/** Returns the job that closes the live connections of a link's page. */
function disconnectJob(link: string): Job {
  return { name: 'cut-off', payload: { user: guestUserId(link) } }
}

/** Maximum number of visitors per day who can have their personal link mailed by one public link. */
const MAX_MAILED_JOINS = 100

/**
 * Adds a visitor of a public link to the guests of the event. A guest who gives an address gets the personal link by
 * mail only: visitors can neither answer for another person by entering their address nor learn whether it is invited.
 */
export const joinEvent = command({
  name: 'joinEvent',
  input: schemas.joinEvent,
  output: schemas.joinEventOutput,
  on: ({ event }) => ({ event: ['join', 'event', event] }),
  async run({ tx, grants, actor, now }, { name, email = null }) {
    const { row } = grants.event
    const publicLink = publicLinkOf(actor)
    const { event, names, createdBy } = await snapshotForGuest(tx, row, publicLink)
    if (email !== null && !(await isAddressOffered(tx, publicLink))) throw fieldError('email', 'invalid')
    if (email !== null) {
      const limits = [
        { by: `guest-mails:${publicLink}:${email}`, max: 3, minutes: 60 },
        { by: `guest-mails:${publicLink}`, max: MAX_MAILED_JOINS, minutes: 24 * 60 },
        ...(createdBy ? [mailLimit(createdBy, 'guests')] : []),
      ]
      await recordAttempt(limits, tx)
    }
    const everyone = everyoneIn(event)
    if (email !== null && everyone.some((person) => person.email === email)) {
      return { result: { link: null }, changes: [], jobs: await mailLinkAgain(tx, event.id, email) }
    }
    if (await isGuestNameTaken(tx, event, names, name, null)) throw fieldError('name', 'taken')
    if (new Set(everyone.map(personKey)).size >= MAX_ATTENDEES) throw new AppError('LIMIT_REACHED')
    const attendees = sortParticipants([...event.attendees, { userId: null, email, name }])
    const isForeign = await hasForeignOrganizer(tx, event.id)
    const patch = { attendees, organizerId: event.organizerId ?? (isForeign ? null : createdBy) }
    const after = await updateEventRow(tx, event, patch, now)
    const changes = [...eventChanges(event, after), ...(await notifyPlacements(tx, [event.id]))]
    if (email !== null) {
      await insertGuestLinks(tx, event.id, [email], createdBy)
      return { result: { link: null }, changes }
    }
    await releaseGuestName(tx, event.id, name, now)
    const link = uuidv7()
    await tx.insert(guestLinks).values({ id: link, eventId: event.id, name, createdBy })
    return { result: { link }, changes }
  },
})

/** Mails a guest's link again; does nothing if it was revoked. */
async function mailLinkAgain(tx: Tx, eventId: string, email: string): Promise<Job[]> {
  const isOwn = and(
    eq(guestLinks.eventId, eventId),
    eq(guestLinks.email, email),
    isNull(guestLinks.revokedAt),
  )
  const [link] = await tx.select({ id: guestLinks.id }).from(guestLinks).where(isOwn)
  return link ? resendGuestInvitation(tx, link.id) : []
}

/** Returns the public link that an actor holds. */
function publicLinkOf(actor: Actor): string {
  if (actor.kind !== 'guest' || !isPublicLink(actor.person)) throw new AppError('FORBIDDEN')
  return actor.link
}
