import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { changes } from '@/db/schema/changes'
import { comments } from '@/db/schema/comments'
import { deliveries } from '@/db/schema/deliveries'
import { events } from '@/db/schema/events'
import { gatheringParticipants, gatheringSlots, gatherings } from '@/db/schema/gatherings'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { guestToken } from '@/lib/access/guest-tokens'
import { opaqueId } from '@/lib/access/secrets'
import { MAX_SLOTS } from '@/lib/calendar/gatherings/choices'
import type { Span } from '@/lib/calendar/span'
import { deleteAccountOf } from '@/lib/commands/account-deletion.test.accounts'
import { answerEvent } from '@/lib/commands/answers'
import { createCalendar } from '@/lib/commands/calendars'
import { addComment } from '@/lib/commands/comments'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { claimParticipation } from '@/lib/commands/gathering-claims'
import { lockGathering } from '@/lib/commands/gathering-lock'
import {
  changeParticipant,
  inviteParticipants,
  remindParticipants,
  removeParticipants,
} from '@/lib/commands/gathering-participants'
import { addSlots } from '@/lib/commands/gathering-slots'
import { joinGathering, voteGathering } from '@/lib/commands/gathering-votes'
import {
  cancelGathering,
  createGathering,
  deleteGathering,
  reopenGathering,
  restoreGathering,
  updateGathering,
} from '@/lib/commands/gatherings'
import { leaveGroup } from '@/lib/commands/members'
import { markNotificationsRead } from '@/lib/commands/notifications'
import { openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { undo } from '@/lib/commands/undo'
import { setGuestMails } from '@/lib/commands/unsubscribe'
import { gatheringPage } from '@/lib/queries/gathering-page'
import {
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  loadEventDetail,
  makeFamily,
} from '@/test/database/fixtures'
import { waitForLockWait } from '@/test/database/lock-waits'
import { handleGatheringDeadlines, remindOfDeadlines } from './gathering-deadlines'
import { JOBS } from './registry'
import { deriveSpans, purge } from './upkeep'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Creates a gathering of the family with an evening and two days. */
async function create(input: object = {}, organizer = family.owner) {
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Summer party', access: 'link', timeZone: 'Europe/Berlin', group: family.group },
    ...{ location: 'Garden', calendarId: family.calendar },
    slots: [hour('2127-06-01', 18), days('2127-06-05', '2127-06-07')],
    ...input,
  })
  const slots = await db
    .select()
    .from(gatheringSlots)
    .where(eq(gatheringSlots.gatheringId, result.id))
    .orderBy(gatheringSlots.spanTo)
  const [evening, weekend] = slots.map(({ id }) => id) as [string, string]
  const lock = (slot: string, by: Actor = organizer, more: object = {}) =>
    as(by).run(lockGathering, { gathering: result.id, slot, calendar: family.calendar, ...more })
  const vote = (by: Actor, votes: Record<string, 'yes' | 'if-need-be' | 'no'>, comment = '') =>
    as(by).run(voteGathering, { gathering: result.id, votes, comment })
  return { ...result, evening, weekend, lock, vote }
}

const editSlots = (id: string, slots: { added?: Span[]; removed?: string[] }) =>
  as(family.owner).run(updateGathering, { id, version: 1, patch: {}, slots })

const stored = async (id: string) => (await db.select().from(gatherings).where(eq(gatherings.id, id)))[0]!
const eventsOf = (title: string) => db.select().from(events).where(eq(events.title, title))

describe('locking a gathering', () => {
  it('creates the event with those who can come, whose votes are their answers', async () => {
    const { evening, lock, vote, slug } = await create()
    await vote(family.viewer, { [evening]: 'yes' }, 'With cake')
    await vote(family.editor, { [evening]: 'if-need-be' })
    await vote(family.admin, { [evening]: 'no' })
    const join = { gathering: slug, votes: { [evening]: 'yes' as const } }
    await as(NOBODY).run(joinGathering, { ...join, name: 'Mia', email: 'mia@example.org' })
    await as(NOBODY).run(joinGathering, { ...join, name: 'Zoe' })
    const { result } = await lock(evening)
    const detail = await loadEventDetail(family.owner, result.event)
    expect(detail).toMatchObject({ title: 'Summer party', location: 'Garden', span: hour('2127-06-01', 18) })
    const statuses = detail.attendees.map(({ name, email, status }) => ({ name: name ?? email, status }))
    expect(statuses.sort((a, b) => a.name!.localeCompare(b.name!))).toEqual([
      { name: 'editor', status: 'tentative' },
      { name: 'Mia', status: 'accepted' },
      { name: 'viewer', status: 'accepted' },
      { name: 'Zoe', status: 'accepted' },
    ])
    const given = await db.select().from(answers).where(eq(answers.eventId, result.event))
    expect(given.map(({ comment }) => comment)).toContain('With cake')
  })

  it('invites everyone if the organizer chooses so', async () => {
    const { weekend, lock, vote } = await create({ access: 'members' })
    await vote(family.viewer, { [weekend]: 'no' })
    const { result } = await lock(weekend, family.owner, { inviteAll: true })
    const { attendees } = await loadEventDetail(family.owner, result.event)
    expect(Object.fromEntries(attendees.map(({ name, status }) => [name, status]))).toEqual({
      ...{ owner: 'needs-action', admin: 'needs-action', editor: 'needs-action', viewer: 'declined' },
    })
  })

  it('shows the comments on the gathering at the event', async () => {
    const { id, evening, lock } = await create()
    await as(family.viewer).run(addComment, { gathering: id, text: 'Who brings chairs?' })
    const { result } = await lock(evening)
    const { eventComments } = await import('@/lib/queries/comments')
    const { grant } = await import('@/lib/access/grant')
    const page = await db.transaction(async (tx) =>
      eventComments(tx, await grant(tx, family.viewer, 'read', 'event', result.event)),
    )
    expect(page.comments.map(({ text }) => text)).toEqual(['Who brings chairs?'])
  })

  it('shows attendees neither the votes nor the people that the gathering hid', async () => {
    const people = async (user: typeof family.viewer, event: string) =>
      (await loadEventDetail(user, event)).attendees.map(({ name }) => name).sort()
    for (const hidden of [{ votesHidden: true }, { participantsHidden: true }]) {
      const { evening, lock, vote } = await create(hidden)
      await vote(family.viewer, { [evening]: 'yes' })
      await vote(family.admin, { [evening]: 'if-need-be' })
      const { event } = (await lock(evening)).result
      expect(await people(family.viewer, event), JSON.stringify(hidden)).toEqual(['viewer'])
      expect(await people(family.owner, event)).toEqual(['admin', 'viewer'])
    }
    const { id, evening, lock, vote } = await create()
    for (const person of [family.viewer, family.admin]) await vote(person, { [evening]: 'yes' })
    const { event } = (await lock(evening)).result
    await as(family.owner).run(reopenGathering, { gathering: id })
    const { version } = await stored(id)
    await as(family.owner).run(updateGathering, { id, version, patch: { votesHidden: true } })
    await lock(evening)
    expect(await people(family.viewer, event)).toEqual(['viewer'])
  })

  it('shows comments of hidden participants only to those who manage the gathering', async () => {
    const { id, evening, lock } = await create({ participantsHidden: true })
    for (const user of [family.owner, family.editor, family.viewer])
      await as(user).run(addComment, { gathering: id, text: `By ${user.name}` })
    const { event } = (await lock(evening)).result
    const { eventComments } = await import('@/lib/queries/comments')
    const { grant } = await import('@/lib/access/grant')
    const shown = async (user: typeof family.viewer) => {
      const page = await db.transaction(async (tx) =>
        eventComments(tx, await grant(tx, user, 'read', 'event', event)),
      )
      return page.comments.map(({ text }) => text)
    }
    expect(await shown(family.viewer)).toEqual(['By owner', 'By viewer'])
    expect(await shown(family.admin)).toEqual(['By owner', 'By editor', 'By viewer'])
  })

  it('creates one event when two people lock at the same time; the second learns the slot', async () => {
    const title = 'Two at once'
    const { id, evening, weekend, lock } = await create({ title })
    const attempts = await Promise.allSettled([lock(evening, family.owner), lock(weekend, family.admin)])
    const [failed, ...others] = attempts.filter(({ status }) => status === 'rejected')
    expect(others).toEqual([])
    const { lockedSlotId, eventId } = await stored(id)
    expect((failed as PromiseRejectedResult).reason).toMatchObject({
      ...{ code: 'CONFLICT', detail: { data: { slot: lockedSlotId, event: eventId } } },
    })
    expect(await eventsOf(title)).toHaveLength(1)
    // A repeated request returns the event.
    expect((await lock(lockedSlotId!)).result.event).toBe(eventId)
    expect(await eventsOf(title)).toHaveLength(1)
  })

  it('leaves nothing half done when the process is killed before the commit', async () => {
    const title = 'Killed'
    const { id, evening, lock, vote } = await create({ title })
    await vote(family.viewer, { [evening]: 'yes' })
    const input = { gathering: id, slot: evening, calendar: family.calendar }
    await runUntilKilled({ user: family.owner.id, input })
    expect(await eventsOf(title)).toEqual([])
    expect((await stored(id)).status).toBe('draft')
    await lock(evening)
    expect(await eventsOf(title)).toHaveLength(1)
  }, 180_000)

  it('refuses to lock a gathering for members who do not manage it, if it is cancelled, and at a removed slot', async () => {
    const { evening, lock } = await create()
    expect(await codeOf(lock(evening, family.editor))).toBe('FORBIDDEN')
    expect(await codeOf(lock(family.group))).toBe('NOT_FOUND')
  })

  it('makes the event tentative on reopening, and moves it with all its guests when locked again', async () => {
    const title = 'Reopened'
    const { id, evening, weekend, lock, vote } = await create({ title })
    await vote(family.viewer, { [evening]: 'yes' })
    const { result } = await lock(evening)
    expect(await codeOf(vote(family.viewer, {}))).toBe('FORBIDDEN')
    await as(family.owner).run(reopenGathering, { gathering: id })
    expect(await eventsOf(title)).toMatchObject([{ id: result.event, status: 'tentative', deletedAt: null }])
    await vote(family.viewer, { [weekend]: 'no' })
    await vote(family.editor, { [weekend]: 'yes' })
    const { version } = await stored(id)
    await as(family.owner).run(updateGathering, { id, version, patch: { title: 'Moved', location: 'Hall' } })
    expect((await lock(weekend)).result.event).toBe(result.event)
    expect(await eventsOf(title)).toEqual([])
    expect(await eventsOf('Moved')).toMatchObject([
      { id: result.event, status: 'confirmed', location: 'Hall' },
    ])
    const { span, attendees } = await loadEventDetail(family.owner, result.event)
    expect(span).toEqual(days('2127-06-05', '2127-06-07'))
    expect(Object.fromEntries(attendees.map(({ name, status }) => [name, status]))).toEqual({
      ...{ editor: 'accepted', viewer: 'declined' },
    })
  })

  it('keeps answers to the event if the same time is chosen again', async () => {
    const { id, evening, lock, vote } = await create()
    await vote(family.viewer, { [evening]: 'yes' })
    const { result } = await lock(evening)
    await as(family.viewer).run(answerEvent, { id: result.event, version: 1, status: 'declined' })
    await as(family.owner).run(reopenGathering, { gathering: id })
    await lock(evening)
    const { attendees } = await loadEventDetail(family.owner, result.event)
    expect(attendees).toMatchObject([{ name: 'viewer', status: 'declined' }])
  })

  it('makes guests who entered an address attendees by name, with a link, and invites no unverified address', async () => {
    const address = `${randomUUID()}@example.org`
    const { id, slug, evening, lock } = await create()
    const join = { gathering: slug, name: 'Mia', email: address, votes: { [evening]: 'yes' as const } }
    const { participant } = (await as(NOBODY).run(joinGathering, { ...join, comment: 'With cake' })).result
    const { event } = (await lock(evening)).result
    const { attendees } = await loadEventDetail(family.owner, event)
    expect(attendees).toMatchObject([{ name: 'Mia', email: null, status: 'accepted', comment: 'With cake' }])
    const person = { email: null, name: 'Mia' }
    const guest: Actor = { kind: 'participant', id: participant, gathering: id, person }
    const pageOf = (actor: Actor) =>
      db.transaction(async (tx) => gatheringPage(tx, await grant(tx, actor, 'read', 'gathering', id)))
    const link = guestToken(participant, 'page')
    expect((await pageOf(guest)).gathering.eventPath).toBe(`/g/${link}`)
    expect((await pageOf(family.owner)).gathering.eventPath).toBeNull()
    const holder: Actor = { kind: 'guest', link: participant, event, person }
    await as(holder).run(answerEvent, { id: event, version: 1, status: 'declined' })
    expect((await loadEventDetail(family.owner, event)).attendees).toMatchObject([{ status: 'declined' }])
    // Reopening and locking again keeps the answer and the link.
    await as(family.owner).run(reopenGathering, { gathering: id })
    await lock(evening)
    expect((await loadEventDetail(family.owner, event)).attendees).toMatchObject([
      { name: 'Mia', status: 'declined' },
    ])
    expect((await pageOf(guest)).gathering.eventPath).toBe(`/g/${link}`)
  })

  it('creates another event if the former one was deleted', async () => {
    const { id, evening, lock } = await create({ title: 'Deleted event' })
    const { result } = await lock(evening)
    await as(family.owner).run(deleteEvent, { id: result.event, version: 1 })
    await as(family.owner).run(reopenGathering, { gathering: id })
    expect((await lock(evening)).result.event).not.toBe(result.event)
  })
})

describe('deleting a gathering', () => {
  it('confirms the event again if voting was reopened; restoring the gathering makes it tentative', async () => {
    const title = 'Reopened and deleted'
    const { id, evening, lock } = await create({ title })
    await lock(evening)
    await as(family.owner).run(reopenGathering, { gathering: id })
    await as(family.owner).run(deleteGathering, { gathering: id })
    expect(await eventsOf(title)).toMatchObject([{ status: 'confirmed', deletedAt: null }])
    await as(family.owner).run(restoreGathering, { gathering: id })
    expect(await eventsOf(title)).toMatchObject([{ status: 'tentative' }])
  })
})

describe('cancelling a locked gathering', () => {
  it('moves the event of a cancelled gathering to the trash, and refuses users who may not write the event', async () => {
    const title = 'Cancelled'
    const { id, evening, lock } = await create({ title })
    const own = await as(family.owner).run(createCalendar, { name: 'Private' })
    await lock(evening, family.owner, { calendar: own.result.id })
    for (const command of [cancelGathering, reopenGathering])
      expect(await codeOf(as(family.admin).run(command, { gathering: id }))).toBe('FORBIDDEN')
    await as(family.owner).run(cancelGathering, { gathering: id })
    expect(await stored(id)).toMatchObject({ status: 'cancelled', lockedSlotId: null })
    expect((await eventsOf(title))[0]!.deletedAt).not.toBeNull()
  })
})

/** Runs a process that locks a gathering until it is killed. */
async function runUntilKilled(task: object): Promise<void> {
  const args = ['--import', 'tsx', '--conditions=react-server', 'lib/jobs/gathering-lock.test.worker.ts']
  const env = { ...process.env, KILL_TASK: JSON.stringify(task) }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
}

describe('undoing a command of a gathering', () => {
  const undoOf = ({ changeset }: { changeset: string | null }, by: Actor = family.owner) =>
    as(by).run(undo, { changeset: changeset! })
  const refusal = (attempt: Promise<unknown>) =>
    errorOf(attempt).then(({ code, detail }) => [code, detail.data])
  const slotIds = async (id: string) =>
    (
      await db
        .select({ id: gatheringSlots.id })
        .from(gatheringSlots)
        .where(and(eq(gatheringSlots.gatheringId, id), isNull(gatheringSlots.removedAt)))
        .orderBy(gatheringSlots.id)
    ).map((slot) => slot.id)

  it('reverts creation, edits by field, deletion, cancellation and reopening, and can be undone itself', async () => {
    const created = await as(family.owner).run(createGathering, {
      ...{ title: 'To undo', access: 'link', timeZone: 'UTC', slots: [hour('2127-06-01')] },
    })
    const { id } = created.result
    const undone = await undoOf(created)
    expect((await stored(id)).deletedAt).not.toBeNull()
    await undoOf(undone)
    expect((await stored(id)).deletedAt).toBeNull()
    const edit = (version: number, patch: object) =>
      as(family.owner).run(updateGathering, { id, version, patch })
    const edited = await edit(1, { title: 'Party', location: 'Garden' })
    await edit(2, { location: 'Hall' })
    // The location was changed again since.
    await undoOf(edited)
    expect(await stored(id)).toMatchObject({ title: 'To undo', location: 'Hall', version: 4 })
    expect(await refusal(undoOf(created))).toEqual(['CONFLICT', { kept: ['gathering'] }])
    for (const command of [cancelGathering, reopenGathering, deleteGathering]) {
      const { status, deletedAt } = await stored(id)
      const done = await as(family.owner).run(command, { gathering: id })
      await undoOf(done)
      expect(await stored(id), command.name).toMatchObject({ status, deletedAt })
      if (command !== deleteGathering) await as(family.owner).run(command, { gathering: id })
    }
  })

  it('restores slots with their votes, and keeps added slots that have votes', async () => {
    const { id, evening, vote } = await create()
    await vote(family.viewer, { [evening]: 'yes' })
    const removed = await editSlots(id, { removed: [evening] })
    expect(await db.$count(gatheringParticipants, isVoted(id))).toBe(0)
    await undoOf(removed)
    expect(await slotIds(id)).toContain(evening)
    expect(await db.$count(gatheringParticipants, isVoted(id))).toBe(1)
    const added = await as(family.owner).run(addSlots, {
      ...{ gathering: id, slots: [hour('2127-07-01'), hour('2127-07-02')] },
    })
    const [first, second] = added.result.ids as [string, string]
    await vote(family.viewer, { [first]: 'no' })
    await undoOf(added)
    const left = await slotIds(id)
    expect([left.includes(first), left.includes(second)]).toEqual([true, false])
  })

  it('reverts invitations, marks and removals of participants, but keeps those who have voted', async () => {
    const { id, evening } = await create({ group: null, calendarId: null })
    const present = async () =>
      (
        await db
          .select({ email: gatheringParticipants.email, isRequired: gatheringParticipants.isRequired })
          .from(gatheringParticipants)
          .where(
            and(
              eq(gatheringParticipants.gatheringId, id),
              isNull(gatheringParticipants.revokedAt),
              isNull(gatheringParticipants.userId),
            ),
          )
          .orderBy(gatheringParticipants.email)
      ).map(({ email, isRequired }) => `${email} ${isRequired}`)
    const invited = await as(family.owner).run(inviteParticipants, {
      ...{ gathering: id, participants: [{ email: 'ann@example.org' }, { email: 'ben@example.org' }] },
    })
    const [ann, ben] = invited.result.ids as [string, string]
    const marked = await as(family.owner).run(changeParticipant, {
      ...{ gathering: id, participant: ann, isRequired: true },
    })
    await undoOf(marked)
    const removed = await as(family.owner).run(removeParticipants, { gathering: id, participants: [ann] })
    await undoOf(removed)
    expect(await present()).toEqual(['ann@example.org false', 'ben@example.org false'])
    const person = { email: 'ben@example.org', name: null }
    await as({ kind: 'participant', id: ben, gathering: id, person }).run(voteGathering, {
      ...{ gathering: id, votes: { [evening]: 'yes' } },
    })
    await undoOf(invited)
    expect(await present()).toEqual(['ben@example.org false'])
  })

  it('gives a user the former ballot; nobody undoes the ballot of another person or a later one', async () => {
    const { id, evening, weekend, vote } = await create({ votesHidden: true })
    const ballot = async () =>
      Object.fromEntries(
        (
          await db.execute<{ slot: string; vote: string }>(sql`
            select v.slot_id as slot, v.vote from gathering_votes v
              join gathering_participants p on p.id = v.participant_id
            where p.gathering_id = ${id} and p.user_id = ${family.viewer.id}`)
        ).map(({ slot, vote }) => [slot, vote]),
      )
    const first = await vote(family.viewer, { [evening]: 'yes' }, 'First')
    const second = await vote(family.viewer, { [weekend]: 'no' })
    expect(await codeOf(undoOf(second, family.owner))).toBe('FORBIDDEN')
    expect(await refusal(undoOf(first, family.viewer))).toEqual([
      'CONFLICT',
      { kept: ['vote', 'participant'] },
    ])
    await undoOf(second, family.viewer)
    expect(await ballot()).toEqual({ [evening]: 'yes' })
    await undoOf(first, family.viewer)
    expect(await ballot()).toEqual({})
  })

  it('opens a locked gathering again and removes the event, unless it was changed or answered since', async () => {
    const title = 'Lock to undo'
    const { id, evening, lock, vote } = await create({ title })
    await vote(family.viewer, { [evening]: 'yes' })
    const locked = await lock(evening)
    expect(await codeOf(undoOf(locked, family.viewer))).toBe('FORBIDDEN')
    const undone = await undoOf(locked)
    expect(await stored(id)).toMatchObject({ status: 'draft', lockedSlotId: null, eventId: null })
    expect((await eventsOf(title))[0]!.deletedAt).not.toBeNull()
    await undoOf(undone)
    expect(await stored(id)).toMatchObject({
      status: 'locked',
      lockedSlotId: evening,
      eventId: locked.result.event,
    })
    expect((await eventsOf(title))[0]!.deletedAt).toBeNull()
    await as(family.owner).run(reopenGathering, { gathering: id })
    expect(await refusal(undoOf(locked))).toEqual(['CONFLICT', { kept: ['gathering'] }])
    for (const change of ['edit', 'answer', 'comment', 'task']) {
      const other = await create({ title: `${title}: ${change}` })
      await other.vote(family.viewer, { [other.evening]: 'yes' })
      const done = await other.lock(other.evening)
      const { event } = done.result
      if (change === 'edit')
        await as(family.owner).run(updateEvent, { id: event, version: 1, patch: { location: 'Hall' } })
      else if (change === 'answer')
        await as(family.viewer).run(answerEvent, { id: event, version: 1, status: 'tentative' })
      else if (change === 'task') {
        const list = (await as(family.owner).run(openTaskList, { event })).result.id
        await as(family.owner).run(addTasks, { list, tasks: [{ title: 'Cake' }] })
      } else await as(family.viewer).run(addComment, { event, text: 'Who drives?' })
      expect(await refusal(undoOf(done)), change).toEqual(['CONFLICT', { kept: ['event'] }])
      expect(await stored(other.id)).toMatchObject({ status: 'locked', eventId: event })
    }
  })

  it('refuses to undo a lock to managers who do not see the event', async () => {
    const { id, evening, lock } = await create({ title: 'Surprise' })
    const { event } = (await lock(evening)).result
    await as(family.owner).run(updateEvent, {
      ...{ id: event, version: 1, patch: { hiddenFrom: [family.admin.id] } },
    })
    const reopened = await as(family.owner).run(reopenGathering, { gathering: id })
    expect(await codeOf(undoOf(reopened, family.admin))).toBe('FORBIDDEN')
    await undoOf(reopened)
    expect(await stored(id)).toMatchObject({ status: 'locked' })
  })

  it('restores no more slots than a gathering can have', async () => {
    const { id, evening } = await create()
    const removed = await editSlots(id, { removed: [evening] })
    await db.execute(sql`
      insert into gathering_slots (id, gathering_id, start_date, end_date, span_from, span_to, tzdata)
      select gen_random_uuid(), ${id}, d, d + 1, d, d + 1, '' from (
        select date '2128-01-01' + n as d from generate_series(1, ${MAX_SLOTS - 1}) n) days`)
    expect(await codeOf(undoOf(removed))).toBe('LIMIT_REACHED')
  })

  it('reverts reopening, moving, cancelling and deleting together with the event', async () => {
    const title = 'With its event'
    const { id, evening, weekend, lock, vote } = await create({ title })
    await vote(family.viewer, { [evening]: 'yes', [weekend]: 'yes' })
    const { event } = (await lock(evening)).result
    const state = async () => {
      const [{ status, lockedSlotId }, [found]] = [await stored(id), await eventsOf(title)]
      return [status, lockedSlotId, found!.id === event && found!.status, found!.deletedAt !== null]
    }
    const isLocked = ['locked', evening, 'confirmed', false]
    const isReopened = ['draft', null, 'tentative', false]
    await undoOf(await as(family.owner).run(cancelGathering, { gathering: id }))
    expect(await state()).toEqual(isLocked)
    await undoOf(await as(family.owner).run(reopenGathering, { gathering: id }))
    expect(await state()).toEqual(isLocked)
    await as(family.owner).run(reopenGathering, { gathering: id })
    await undoOf(await lock(weekend))
    expect(await state()).toEqual(isReopened)
    expect((await loadEventDetail(family.owner, event)).span).toEqual(hour('2127-06-01', 18))
    const deleted = await as(family.owner).run(deleteGathering, { gathering: id })
    expect(await state()).toEqual(['draft', null, 'confirmed', false])
    await undoOf(deleted)
    expect(await state()).toEqual(isReopened)
  })
})

const isVoted = (id: string) =>
  and(eq(gatheringParticipants.gatheringId, id), isNotNull(gatheringParticipants.votedAt))

describe('the deadline of a gathering', () => {
  const due = async (id: string) => {
    await db.execute(sql`update gatherings set deadline_at = date_trunc('second', now()) where id = ${id}`)
    await handleGatheringDeadlines()
    return stored(id)
  }
  const withRule = { deadline: '2127-05-01T12:00:00', lockRule: 'best' }

  it('locks the slot that ranks first if the rule says so', async () => {
    const { id, evening, weekend, vote } = await create(withRule)
    await vote(family.viewer, { [evening]: 'if-need-be', [weekend]: 'yes' })
    await vote(family.editor, { [evening]: 'yes', [weekend]: 'yes' })
    expect(await due(id)).toMatchObject({ status: 'locked', lockedSlotId: weekend })
  })

  it('locks the next slot if the best one is removed while the job ranks them', async () => {
    const { id, evening, weekend, vote } = await create(withRule)
    await vote(family.viewer, { [evening]: 'yes', [weekend]: 'if-need-be' })
    await db.execute(sql`update gatherings set deadline_at = date_trunc('second', now()) where id = ${id}`)
    let handled: Promise<void> | undefined
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from gatherings where id = ${id} for update`)
      await tx.execute(sql`update gathering_slots set removed_at = now() where id = ${evening}`)
      handled = handleGatheringDeadlines()
      await waitForLockWait()
    })
    await handled
    expect(await stored(id)).toMatchObject({ status: 'locked', lockedSlotId: weekend })
  })

  it('moves the event of a gathering that was reopened, and chooses no time that has passed', async () => {
    const title = 'At the deadline'
    const { id, evening, weekend, lock, vote } = await create({
      ...{ ...withRule, title, slots: [hour('2020-01-01'), hour('2127-06-01')] },
    })
    const { result } = await lock(evening)
    await as(family.owner).run(reopenGathering, { gathering: id })
    await vote(family.viewer, { [evening]: 'yes', [weekend]: 'if-need-be' })
    expect(await due(id)).toMatchObject({ status: 'locked', lockedSlotId: weekend, eventId: result.event })
  })

  it('compares dates by their midnight in the zone of the gathering', async () => {
    const deadline = { ...withRule, deadline: '2127-05-31T20:00:00' }
    const slots = [hour('2127-06-01', 18), days('2127-06-02', '2127-06-03')]
    const tied = await create({ ...deadline, slots })
    await tied.vote(family.viewer, { [tied.evening]: 'yes', [tied.weekend]: 'yes' })
    const dated = await create({ ...deadline, slots: [days('2127-06-01', '2127-06-02')] })
    await dated.vote(family.viewer, { [dated.evening]: 'yes' })
    await handleGatheringDeadlines(new Date('2127-05-31T20:00:00Z'))
    expect(await stored(tied.id)).toMatchObject({ lockedSlotId: tied.evening })
    expect(await stored(dated.id)).toMatchObject({ lockedSlotId: dated.evening })
  })

  it('leaves it open without the rule, a quorum, a required person or a calendar', async () => {
    for (const input of [{ lockRule: 'none' }, { quorum: 2 }, { calendarId: null }, { isRequired: true }] as {
      isRequired?: true
    }[]) {
      const { isRequired, ...fields } = input
      const { id, evening, vote } = await create({ ...withRule, ...fields })
      const { result } = await vote(family.viewer, { [evening]: 'yes' })
      if (isRequired) {
        const absent = await vote(family.editor, { [evening]: 'no' })
        const required = { participant: absent.result.participant, isRequired }
        await as(family.owner).run(changeParticipant, { gathering: id, ...required })
      }
      expect(result.removed).toEqual([])
      const after = await due(id)
      expect(after, JSON.stringify(input)).toMatchObject({ status: 'draft' })
      expect(after.deadlineHandledAt).not.toBeNull()
    }
  })
})

it('handles other deadlines if one fails, which stays due', async () => {
  const rule = { deadline: '2127-05-01T12:00:00', lockRule: 'best' }
  const [broken, other] = [await create(rule), await create(rule)]
  for (const { evening, vote } of [broken, other]) await vote(family.viewer, { [evening]: 'yes' })
  await db.execute(sql`
    update gathering_slots set start_zone = 'Nowhere/Gone', end_zone = 'Nowhere/Gone' where id = ${broken.evening}`)
  await db.execute(sql`
    update gatherings set deadline_at = date_trunc('second', now()) where id in (${broken.id}, ${other.id})`)
  await handleGatheringDeadlines()
  expect(await stored(other.id)).toMatchObject({ status: 'locked' })
  expect(await stored(broken.id)).toMatchObject({ status: 'draft', deadlineHandledAt: null })
  await as(family.owner).run(deleteGathering, { gathering: broken.id })
})

it('reminds those who have not voted, once a day: users by a notification, guests by mail', async () => {
  const [waiting, voted] = [`${randomUUID()}@example.org`, `${randomUUID()}@example.org`]
  const { id, slug, evening, vote } = await create({ participants: [{ email: waiting }], group: null })
  await as(family.owner).run(inviteParticipants, {
    ...{ gathering: id, participants: [family.viewer.id, family.editor.id, { email: voted }] },
    required: [family.viewer.id, voted],
  })
  await vote(family.editor, { [evening]: 'no' })
  await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', votes: { [evening]: 'yes' } })
  await db.execute(sql`update gathering_participants set voted_at = now() where email = ${voted}`)
  const { result } = await as(family.owner).run(remindParticipants, { gathering: id })
  expect(result).toEqual({ count: 2 })
  const mails = await db.select().from(deliveries).where(eq(deliveries.address, waiting))
  expect(mails.map(({ template }) => template)).toEqual(['gathering-invitation', 'gathering-asked-again'])
  const notices = () =>
    db.execute(sql`select user_id as "user", read_at is not null as "isRead" from notifications
      where gathering_id = ${id} and kind = 'deadline'`)
  expect([...(await notices())]).toEqual([{ user: family.viewer.id, isRead: false }])
  expect(await codeOf(as(family.owner).run(remindParticipants, { gathering: id }))).toBe('TOO_MANY')
  // Opening its page marks its notifications as read.
  await as(family.viewer).run(markNotificationsRead, { which: { gathering: id } })
  expect([...(await notices())]).toEqual([{ user: family.viewer.id, isRead: true }])
  const people = await db
    .select()
    .from(gatheringParticipants)
    .where(and(eq(gatheringParticipants.gatheringId, id), eq(gatheringParticipants.isRequired, true)))
  expect(people.map(({ userId, email }) => userId ?? email).sort()).toEqual([family.viewer.id, voted].sort())
})

it('reminds the participants of other gatherings if the reminders of one fail', async () => {
  const waiting = `${randomUUID()}@example.org`
  const fields = { deadline: '2127-05-01T12:00:00' }
  const broken = await create({ ...fields, participants: [{ email: `${randomUUID()}@example.org` }] })
  const other = await create({ ...fields, participants: [{ email: waiting }] })
  await db.execute(sql`update gatherings set time_zone = 'Nowhere/Gone' where id = ${broken.id}`)
  await db.execute(sql`
    update gatherings set deadline_at = now() + interval '1 hour' where id in (${broken.id}, ${other.id})`)
  await remindOfDeadlines()
  const mails = await db.select().from(deliveries).where(eq(deliveries.address, waiting))
  expect(mails.map(({ template }) => template)).toContain('gathering-reminder')
  await db.execute(sql`delete from gatherings where id = ${broken.id}`)
})

describe('mails to participants without an account', () => {
  const mailsTo = async (address: string) =>
    (await db.select().from(deliveries).where(eq(deliveries.address, address)).orderBy(deliveries.id)).map(
      ({ template, data }) => ({
        template,
        path: (data as { path: string }).path,
      }),
    )
  const newAddress = () => `${randomUUID()}@example.org`

  it('contain their personal link: invitation, changed slots, cancellation', async () => {
    const [invited, joined] = [newAddress(), newAddress()]
    const { id, slug, evening, weekend } = await create({ participants: [{ email: invited }] })
    const { result } = await as(NOBODY).run(joinGathering, {
      ...{ gathering: slug, name: 'Mia', email: joined, votes: { [weekend]: 'yes' } },
    })
    const path = `/g/${slug}/${guestToken(result.participant, 'gathering')}`
    await editSlots(id, { removed: [evening] })
    await as(family.owner).run(cancelGathering, { gathering: id })
    expect(await mailsTo(joined)).toEqual([
      { template: 'gathering-joined', path },
      { template: 'gathering-changed', path },
      { template: 'gathering-cancelled', path },
    ])
    expect((await mailsTo(invited)).map(({ template }) => template)).toEqual([
      ...['gathering-invitation', 'gathering-cancelled'],
    ])
  })

  it('tell changes of slots once an hour, and those after a mail when the hour ends', async () => {
    const [early, late] = [newAddress(), newAddress()]
    const { id, slug, evening, weekend } = await create()
    const join = (name: string, email: string) =>
      as(NOBODY).run(joinGathering, { gathering: slug, name, email, votes: { [weekend]: 'yes' } })
    await join('Mia', early)
    await editSlots(id, { removed: [evening] })
    await editSlots(id, { removed: [weekend] })
    const changed = async (address: string) =>
      (await mailsTo(address)).filter(({ template }) => template === 'gathering-changed').length
    expect(await changed(early)).toBe(1)
    const jobs = await db.execute<{ payload: { gathering: string; changedAt: string }; seconds: number }>(sql`
      select j.payload, extract(epoch from j.run_at - now())::int as seconds from graphile_worker._private_jobs j
      where j.key = ${`gathering-changed:${id}`}`)
    expect(jobs).toHaveLength(1)
    expect(jobs[0]!.seconds).toBeGreaterThan(3500)
    await db.execute(sql`update attempts set since = since - interval '1 hour'`)
    await as(family.owner).run(addSlots, { gathering: id, slots: [hour('2127-06-03')] })
    const [slot] = await db.execute<{ id: string }>(sql`
      select id from gathering_slots where gathering_id = ${id} and removed_at is null`)
    // Participants who have voted since the change are not notified.
    await as(NOBODY).run(joinGathering, {
      ...{ gathering: slug, name: 'Zoe', email: late, votes: { [slot!.id]: 'yes' } },
    })
    await JOBS['gathering-changed'].run(jobs[0]!.payload, new AbortController().signal)
    expect([await changed(early), await changed(late)]).toEqual([2, 0])
  })

  it('tell those who are not invited to the event that the time is fixed', async () => {
    const [guest, absent, typed, silent] = [newAddress(), newAddress(), newAddress(), newAddress()]
    const { id, slug, evening, weekend, lock } = await create({
      participants: [{ email: guest }, { email: silent }],
    })
    const join = (name: string, email: string, vote: 'yes' | 'no') =>
      as(NOBODY).run(joinGathering, { gathering: slug, name, email, votes: { [evening]: vote } })
    await join('Mia', typed, 'yes')
    await join('Zoe', absent, 'no')
    const [invited] = await db
      .select()
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.email, guest))
    const person = { email: guest, name: null }
    await as({ kind: 'participant', id: invited!.id, gathering: id, person }).run(voteGathering, {
      ...{ gathering: id, votes: { [evening]: 'yes' } },
    })
    await lock(evening)
    const templates = async (address: string) => (await mailsTo(address)).map(({ template }) => template)
    for (const address of [absent, typed])
      expect(await templates(address)).toEqual(['gathering-joined', 'gathering-locked'])
    expect(await templates(silent)).toEqual(['gathering-invitation', 'gathering-locked'])
    expect(await templates(guest)).toEqual(['gathering-invitation'])
    const [mail] = await db
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.address, absent), eq(deliveries.template, 'gathering-locked')))
    expect((mail!.data as { when: string }).when).toContain('20:00')
    for (let times = 0; times < 4; times++) {
      await as(family.owner).run(reopenGathering, { gathering: id })
      await lock(weekend)
    }
    expect((await templates(silent)).filter((template) => template === 'gathering-locked')).toHaveLength(3)
  })

  it('leave the organizer the mails to guests when visitors use up theirs', async () => {
    const own = await makeFamily()
    const { slug } = await create({ group: null, calendarId: null }, own.owner)
    await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', email: newAddress(), votes: {} })
    const counted = (name: string) =>
      db.execute(
        sql`select count from attempts where key = ${opaqueId(`attempt:${name}-by:${own.owner.id}`)}`,
      )
    expect([await counted('guest-mails'), await counted('visitor-mails')]).toEqual([[], [{ count: 1 }]])
  })

  it('informs guests of the event once when it is cancelled', async () => {
    const [guest, absent] = [newAddress(), newAddress()]
    const { id, slug, evening, lock } = await create()
    const join = (name: string, email: string, vote: 'yes' | 'no') =>
      as(NOBODY).run(joinGathering, { gathering: slug, name, email, votes: { [evening]: vote } })
    await as(family.owner).run(inviteParticipants, { gathering: id, participants: [{ email: guest }] })
    await join('Zoe', absent, 'no')
    await lock(evening, family.owner, { inviteAll: true })
    await as(family.owner).run(cancelGathering, { gathering: id })
    const templates = async (address: string) => (await mailsTo(address)).map(({ template }) => template)
    expect(await templates(absent)).toEqual(['gathering-joined', 'gathering-locked', 'gathering-cancelled'])
    expect(await templates(guest)).not.toContain('gathering-cancelled')
  })

  it('sends no mails in the name of an organizer whose address is not verified', async () => {
    const own = await makeFamily()
    await db.execute(sql`update users set email_verified = null where id = ${own.owner.id}`)
    const { id, slug } = await create({ group: null, calendarId: null }, own.owner)
    const join = (input: { name: string; email?: string }) =>
      as(NOBODY).run(joinGathering, { gathering: slug, votes: {}, ...input })
    const address = newAddress()
    expect((await errorOf(join({ name: 'Mia', email: address }))).detail.fields).toEqual({
      email: { code: 'invalid' },
    })
    const { result } = await join({ name: 'Zoe' })
    await db.execute(
      sql`update gathering_participants set contact_email = ${address} where id = ${result.participant}`,
    )
    await as(own.owner).run(cancelGathering, { gathering: id })
    expect(await mailsTo(address)).toEqual([])
  })

  it('end when the address unsubscribes, also if it is invited or entered again, except cancellations', async () => {
    const address = newAddress()
    const { id, slug } = await create({ participants: [{ email: address }] })
    const [mail] = await db.select().from(deliveries).where(eq(deliveries.address, address))
    const { unsubscribe } = mail!.data as { unsubscribe: string }
    const token = unsubscribe.slice('/unsubscribe/'.length)
    await as(NOBODY).run(setGuestMails, { token, unsubscribed: true })
    const [participant] = await db
      .select()
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.email, address))
    const again = { gathering: id, participants: [participant!.id] }
    await as(family.owner).run(removeParticipants, again)
    await as(family.owner).run(inviteParticipants, { gathering: id, participants: [{ email: address }] })
    await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', email: address, votes: {} })
    expect(await mailsTo(address)).toHaveLength(1)
    await as(family.owner).run(cancelGathering, { gathering: id })
    expect((await mailsTo(address)).map(({ template }) => template)).toEqual([
      ...['gathering-invitation', 'gathering-cancelled', 'gathering-cancelled'],
    ])
  })

  it('say three times a day at most that a gathering was cancelled', async () => {
    const invited = newAddress()
    const { id } = await create({ participants: [{ email: invited }] })
    for (let times = 0; times < 5; times++) {
      await as(family.owner).run(cancelGathering, { gathering: id })
      await as(family.owner).run(reopenGathering, { gathering: id })
    }
    expect((await mailsTo(invited)).map(({ template }) => template)).toEqual([
      ...['gathering-invitation', 'gathering-cancelled', 'gathering-cancelled', 'gathering-cancelled'],
    ])
  })

  it('remind those who have not voted of the deadline, once', async () => {
    const [voted, waiting] = [newAddress(), newAddress()]
    const { id, slug, evening } = await create({
      ...{ deadline: '2127-05-01T12:00:00', participants: [{ email: waiting }] },
    })
    const join = { gathering: slug, name: 'Mia', email: voted, votes: { [evening]: 'yes' as const } }
    await as(NOBODY).run(joinGathering, join)
    await remindOfDeadlines()
    expect(await mailsTo(waiting)).toHaveLength(1)
    await db.execute(sql`update gatherings set deadline_at = now() + interval '1 hour' where id = ${id}`)
    await Promise.all([remindOfDeadlines(), remindOfDeadlines()])
    expect((await mailsTo(waiting)).map(({ template }) => template)).toEqual([
      ...['gathering-invitation', 'gathering-reminder'],
    ])
    expect(await mailsTo(voted)).toMatchObject([{ template: 'gathering-joined' }])
  })
})

describe('a personal link that a user claims', () => {
  it('makes the user the participant, with votes and comments, and no longer works', async () => {
    const { slug, evening, id } = await create()
    const join = { gathering: slug, name: 'Mia', votes: { [evening]: 'yes' as const } }
    const { result } = await as(NOBODY).run(joinGathering, join)
    const person = { email: null, name: 'Mia' }
    const guest: Actor = { kind: 'participant', id: result.participant, gathering: id, person }
    await as(guest).run(addComment, { gathering: id, text: 'Can I bring my dog?' })
    const token = guestToken(result.participant, 'gathering')
    await as(family.stranger).run(claimParticipation, { token })
    expect(await codeOf(as(guest).run(voteGathering, { gathering: id, votes: {} }))).toBe('NOT_FOUND')
    expect(await codeOf(as(family.sharee).run(claimParticipation, { token }))).toBe('NOT_FOUND')
    const [vote] = await db.execute(sql`
      select p.user_id, v.vote from gathering_participants p join gathering_votes v on v.participant_id = p.id
      where p.gathering_id = ${id}`)
    expect(vote).toEqual({ user_id: family.stranger.id, vote: 'yes' })
    const [comment] = await db.select().from(comments).where(eq(comments.gatheringId, id))
    expect(comment).toMatchObject({ userId: family.stranger.id, name: null })
  })

  it('replaces the guest at the event, so that locking again adds nobody', async () => {
    const address = `${randomUUID()}@example.org`
    const { slug, evening, weekend, id, lock } = await create({ participants: [{ email: address }] })
    const votes = { [evening]: 'yes', [weekend]: 'yes' } as const
    const { participant } = (await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', votes }))
      .result
    const [invited] = await db
      .select()
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.email, address))
    const person = { email: address, name: null }
    const guest: Actor = { kind: 'participant', id: invited!.id, gathering: id, person }
    await as(guest).run(voteGathering, { gathering: id, votes })
    const { event } = (await lock(evening)).result
    const people = async () =>
      (await loadEventDetail(family.owner, event)).attendees
        .map(({ name, email, status }) => `${name ?? email} ${status}`)
        .sort()
    expect(await people()).toEqual([`${address} accepted`, 'Mia accepted'].sort())
    await as(family.viewer).run(claimParticipation, { token: guestToken(participant, 'gathering') })
    await as(family.sharee).run(claimParticipation, { token: guestToken(invited!.id, 'gathering') })
    expect(await people()).toEqual(['sharee accepted', 'viewer accepted'])
    const links = await db.execute(sql`
      select 1 from guest_links where event_id = ${event} and revoked_at is null`)
    expect(links).toEqual([])
    expect((await loadEventDetail(family.sharee, event)).title).toBe('Summer party')
    await as(family.owner).run(reopenGathering, { gathering: id })
    await lock(weekend)
    expect(await people()).toEqual(['sharee accepted', 'viewer accepted'])
  })

  it('keeps the ballot of a user who has voted before they claim a personal link', async () => {
    const { slug, evening, id, vote } = await create()
    const join = { gathering: slug, name: 'Mia', votes: { [evening]: 'yes' as const } }
    const { result } = await as(NOBODY).run(joinGathering, join)
    await vote(family.viewer, { [evening]: 'no' })
    await as(family.viewer).run(claimParticipation, { token: guestToken(result.participant, 'gathering') })
    const votes = await db.execute(sql`
      select v.vote from gathering_participants p join gathering_votes v on v.participant_id = p.id
      where p.gathering_id = ${id} and p.revoked_at is null`)
    expect(votes).toEqual([{ vote: 'no' }])
  })
})

it('deletes the gatherings of a deleted account, except those of groups, and its votes in other gatherings', async () => {
  const own = await makeFamily()
  const { id: personal } = await create({ group: null, access: 'link', calendarId: null }, own.editor)
  const shared = await create({ group: own.group, calendarId: own.calendar }, own.editor)
  const other = await create({ group: null, access: 'link', calendarId: null }, own.owner)
  await other.vote(own.editor, { [other.evening]: 'yes' }, 'A secret')
  await deleteAccountOf(own.editor)
  expect(await stored(personal)).toBeUndefined()
  expect((await stored(shared.id)).organizerId).toBe(own.owner.id)
  expect(
    await db.execute(sql`select 1 from gathering_participants where user_id = ${own.editor.id}`),
  ).toEqual([])
  const history = await db.select().from(changes).where(eq(changes.entityId, other.id))
  expect(JSON.stringify(history)).not.toContain('A secret')
})

it('deletes the ballots and links of the verified address of a deleted account', async () => {
  const own = await makeFamily()
  const { editor } = own
  const { id, slug, evening } = await create({ group: null, calendarId: null }, own.owner)
  const join = (name: string) => as(NOBODY).run(joinGathering, { gathering: slug, name, votes: {} })
  const [invited, typed] = [await join('Mia'), await join('Zoe')]
  const person = { email: editor.email, name: null }
  await db.execute(sql`update gathering_participants set email = ${editor.email}, name = null, name_key = null
    where id = ${invited.result.participant}`)
  await db.execute(sql`update gathering_participants set contact_email = ${editor.email}
    where id = ${typed.result.participant}`)
  const guest: Actor = { kind: 'participant', id: invited.result.participant, gathering: id, person }
  await as(guest).run(voteGathering, { gathering: id, votes: { [evening]: 'yes' }, comment: 'A secret' })
  await deleteAccountOf(editor)
  const left = await db.execute(sql`select name, contact_email from gathering_participants
    where gathering_id = ${id} and user_id is null`)
  expect(left).toEqual([{ name: 'Zoe', contact_email: null }])
  const history = await db.select().from(changes).where(eq(changes.entityId, id))
  expect(JSON.stringify(history)).not.toContain('A secret')
})

it('erases deleted gatherings, removed slots and removed participants after a month', async () => {
  const [deleted, kept] = [await create(), await create()]
  await as(family.owner).run(deleteGathering, { gathering: deleted.id })
  await editSlots(kept.id, { removed: [kept.evening] })
  await purge()
  expect(await stored(deleted.id)).toBeDefined()
  await db.execute(
    sql`update gatherings set deleted_at = now() - interval '40 days' where id = ${deleted.id}`,
  )
  await db.execute(
    sql`update gathering_slots set removed_at = now() - interval '40 days' where id = ${kept.evening}`,
  )
  await purge()
  expect(await stored(deleted.id)).toBeUndefined()
  expect(await db.$count(gatheringSlots, eq(gatheringSlots.gatheringId, kept.id))).toBe(1)
  const history = await db.select().from(changes).where(eq(changes.entityId, deleted.id))
  expect(
    history.filter(({ stream }) => stream.startsWith('gathering-')).every(({ after }) => after === null),
  ).toBe(true)
})

it('derives the instants of slots and deadlines again when the tz database changes', async () => {
  const { id, evening } = await create({ deadline: '2127-05-01T12:00:00' })
  const before = [await stored(id), await slotAt(evening)]
  await db.execute(
    sql`update gathering_slots set tzdata = '1970a', span_from = '1970-01-01' where id = ${evening}`,
  )
  await db.execute(sql`update gatherings set deadline_at = now() + interval '1 day' where id = ${id}`)
  await deriveSpans()
  expect([await stored(id), await slotAt(evening)]).toEqual(before)
})

const slotAt = async (id: string) =>
  (await db.select().from(gatheringSlots).where(eq(gatheringSlots.id, id)))[0]!

it('passes to an owner of the group when its organizer leaves the group', async () => {
  const own = await makeFamily()
  const { id, evening, vote } = await create({ group: own.group, calendarId: own.calendar }, own.editor)
  await vote(own.editor, { [evening]: 'yes' })
  await as(own.editor).run(leaveGroup, { group: own.group })
  expect((await stored(id)).organizerId).toBe(own.owner.id)
  const lock = { gathering: id, slot: evening, calendar: own.calendar }
  expect((await errorOf(as(own.editor).run(lockGathering, lock))).code).not.toBe('CONFLICT')
  await as(own.owner).run(lockGathering, lock)
  expect(await stored(id)).toMatchObject({ status: 'locked' })
})
