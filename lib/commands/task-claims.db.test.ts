import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { changes } from '@/db/schema/changes'
import { gatheringParticipants, gatherings } from '@/db/schema/gatherings'
import { taskLists, tasks } from '@/db/schema/tasks'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { guestToken } from '@/lib/access/guest-tokens'
import { loadReach } from '@/lib/access/reach'
import { addDays } from '@/lib/calendar/day'
import { spanFromRow } from '@/lib/calendar/span'
import { claimGuest } from '@/lib/commands/effects/claim-guest'
import { eraseEvents } from '@/lib/commands/rows/erase'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { type RecordedChange, recordedColumns } from '@/lib/queries/changes/recorded-change'
import { loadChangeViewer } from '@/lib/queries/changes/viewer'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { guestTasks, participantTasks } from '@/lib/queries/guest-tasks'
import { taskListPage } from '@/lib/queries/tasks'
import { taskListOutput } from '@/lib/schemas/tasks'
import { as, codeOf, errorOf, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { deleteEvent, updateEvent } from './events'
import { claimParticipation } from './gathering-claims'
import { removeParticipants } from './gathering-participants'
import { joinGathering } from './gathering-votes'
import { createGathering } from './gatherings'
import { renewGuestLink, revokeGuestLink } from './guest-links'
import { leaveGroup } from './members'
import { claimTask, releaseTask } from './task-claims'
import { createTaskList, openTaskList } from './task-lists'
import { addTasks, deleteTasks, updateTask } from './tasks'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Creates a sign-up sheet for five in a list of the group. */
async function sheetOfGroup(wanted = 5) {
  const { owner, group } = family
  const list = (await as(owner).run(createTaskList, { group, name: 'Picnic' })).result.id
  return { list, task: await addSheet(list, wanted) }
}

async function addSheet(list: string, wanted: number | null, more: object = {}) {
  const added = [{ title: 'Salad', wanted, ...more }]
  return (await as(family.owner).run(addTasks, { list, tasks: added })).result.ids[0]!
}

const openList = async (owner: object) => (await as(family.owner).run(openTaskList, owner)).result.id

const claim = (actor: Actor, task: string, quantity: number, comment = '') =>
  as(actor).run(claimTask, { task, quantity, comment })

const pageFor = (user: TestUser, list: string) =>
  db.transaction(async (tx) =>
    taskListOutput.parse(await taskListPage(tx, await grant(tx, user, 'read', 'task-list', list))),
  )

const claimsOf = async (list: string, user = family.viewer) =>
  (await pageFor(user, list)).claims.map(
    ({ person, quantity, comment }) => `${person?.name ?? '?'} ${quantity}${comment && ` ${comment}`}`,
  )

const gatheringWith = async (more: object) =>
  (
    await as(family.owner).run(createGathering, {
      ...{ title: 'Party', access: 'link', timeZone: 'UTC', slots: [hour('2127-06-01')], ...more },
    })
  ).result

/** Joins a gathering by name. */
async function join(slug: string, gathering: string, name: string) {
  const { participant } = (await as(NOBODY).run(joinGathering, { gathering: slug, name, votes: {} })).result
  const actor = { kind: 'participant', id: participant, gathering, person: { email: null, name } } as const
  return { participant, actor }
}

const eventFor = async (id: string) =>
  (await db.transaction((tx) => grant(tx, family.owner, 'read', 'event', id))).row
const versionOf = async (id: string) => (await eventFor(id)).version
/** Returns the id of the second occurrence of a weekly series. */
const secondOf = async (id: string) => {
  const { start } = spanFromRow(await eventFor(id))
  return `${addDays(start.slice(0, 10), 7)}${start.slice(10)}`
}

const undoAs = (user: TestUser, { changeset }: { changeset: string | null }) =>
  as(user).run(undo, { changeset: changeset! })

describe('a sign-up sheet', () => {
  it('lets people claim up to the wanted quantity of a sign-up sheet, and change and release their part', async () => {
    const { owner, editor, viewer } = family
    const { list, task } = await sheetOfGroup()
    await claim(viewer, task, 2, 'with feta')
    await claim(editor, task, 2)
    expect(await claimsOf(list)).toEqual(['viewer 2 with feta', 'editor 2'])
    const refused = await errorOf(claim(viewer, task, 4))
    expect([refused.code, refused.detail.data]).toEqual(['CONFLICT', { left: 3 }])
    await claim(viewer, task, 3)
    expect(await claimsOf(list)).toEqual(['viewer 3', 'editor 2'])
    expect((await errorOf(claim(owner, task, 1))).detail.data).toEqual({ left: 0 })
    await as(editor).run(releaseTask, { task })
    await claim(owner, task, 1)
    expect(await claimsOf(list)).toEqual(['viewer 3', 'owner 1'])
  })

  it('gives the last part of a sign-up sheet to one of two users who claim it concurrently', async () => {
    const { list, task } = await sheetOfGroup(1)
    const codes = await Promise.all([
      codeOf(claim(family.viewer, task, 1)),
      codeOf(claim(family.editor, task, 1)),
    ])
    expect(codes.sort()).toEqual(['CONFLICT', 'ok'])
    expect(await claimsOf(list)).toHaveLength(1)
  })

  it('lets only editors release parts of others, and keeps claimed parts when the wanted quantity is reduced', async () => {
    const { viewer, editor } = family
    const { list, task } = await sheetOfGroup()
    const { result } = await claim(editor, task, 4)
    expect(await codeOf(as(viewer).run(releaseTask, { task, claim: result.id }))).toBe('FORBIDDEN')
    await as(editor).run(updateTask, { task, version: 1, patch: { wanted: 2 } })
    await claim(editor, task, 3)
    expect((await errorOf(claim(viewer, task, 1))).detail.data).toEqual({ left: 0 })
    await as(family.owner).run(releaseTask, { task, claim: result.id })
    expect(await claimsOf(list)).toEqual([])
  })

  it('refuses claims of ordinary tasks, and recurring sign-up sheets', async () => {
    const { list } = await sheetOfGroup()
    const task = await addSheet(list, null)
    expect(await codeOf(claim(family.viewer, task, 1))).toBe('INVALID')
    const due = { day: '2126-01-05', time: null, zone: null }
    expect(await codeOf(addSheet(list, 2, { due, rule: 'FREQ=WEEKLY' }))).toBe('INVALID')
  })

  it('undoes claims and releases, unless other people have claimed the part since', async () => {
    const { viewer, editor } = family
    const { list, task } = await sheetOfGroup(2)
    await claim(viewer, task, 1)
    const changed = await claim(viewer, task, 2)
    await undoAs(viewer, changed)
    expect(await claimsOf(list)).toEqual(['viewer 1'])
    const released = await as(viewer).run(releaseTask, { task })
    await undoAs(viewer, released)
    expect(await claimsOf(list)).toEqual(['viewer 1'])
    const again = await as(viewer).run(releaseTask, { task })
    await claim(editor, task, 2)
    expect(await codeOf(undoAs(viewer, again))).toBe('CONFLICT')
    expect(await claimsOf(list)).toEqual(['editor 2'])
  })

  it('releases the parts of members who leave the group, also at its gatherings', async () => {
    const own = await makeFamily()
    const shared = family
    family = own
    const { list, task } = await sheetOfGroup()
    await claim(own.viewer, task, 2)
    const { id } = await gatheringWith({ group: own.group })
    const ofGathering = await openList({ gathering: id })
    await claim(own.viewer, await addSheet(ofGathering, 2), 2)
    await as(own.viewer).run(leaveGroup, { group: own.group })
    expect(await claimsOf(list, own.owner)).toEqual([])
    expect(await claimsOf(ofGathering, own.owner)).toEqual([])
    family = shared
  })
})

describe('guests without an account', () => {
  it('shows guests only the sign-up sheets of an event, and lets them claim a part', async () => {
    const { owner, viewer } = family
    const { id } = await as(owner).createEvent({ calendarId: family.calendar, attendees: [viewer.id] })
    const list = await openList({ event: id })
    const task = await addSheet(list, 3)
    const ordinary = await addSheet(list, null)
    const guest = await insertGuest(id, { email: 'gran@example.org', name: 'Gran' })
    await claim(viewer, task, 1)
    await claim(guest, task, 2, 'cake')
    const seen = await db.transaction(async (tx) =>
      guestTasks(tx, await grant(tx, guest, 'read', 'event', id), null),
    )
    expect(
      seen.map(({ id, taken, claims }) => ({ id, taken, names: claims.map(({ name }) => name) })),
    ).toEqual([{ id: task, taken: 3, names: ['viewer', 'Gran'] }])
    expect(await claimsOf(list)).toEqual(['viewer 1', 'Gran 2 cake'])
    expect(await codeOf(claim(guest, ordinary, 1))).toBe('NOT_FOUND')
    const other = await insertGuest((await as(owner).createEvent({ calendarId: family.calendar })).id, {
      email: 'gran@example.org',
    })
    expect(await codeOf(claim(other, task, 1))).toBe('NOT_FOUND')
  })

  it('lets participants claim parts by their personal link, and releases them when the organizer removes the participant', async () => {
    const { id, slug } = (
      await as(family.owner).run(createGathering, {
        ...{ title: 'Party', access: 'link', timeZone: 'UTC', slots: [hour('2127-06-01')] },
      })
    ).result
    const list = await openList({ gathering: id })
    const task = await addSheet(list, 2)
    const { result } = await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', votes: {} })
    const { participant } = result
    const mia: Actor = {
      ...{ kind: 'participant', id: participant, gathering: id, person: { email: null, name: 'Mia' } },
    }
    await claim(mia, task, 2)
    const due = { day: '2127-05-30', time: null, zone: null }
    const ordinary = await addSheet(list, null, { title: 'Book a room', due, assignee: family.owner.id })
    const others = async () =>
      (
        await db.transaction(async (tx) =>
          participantTasks(tx, await grant(tx, mia, 'read', 'gathering-page', slug)),
        )
      ).filter(({ wanted }) => wanted === null)
    expect(await others()).toMatchObject([{ id: ordinary, due, status: 'todo', assignee: 'owner' }])
    await db.update(gatherings).set({ participantsHidden: true }).where(eq(gatherings.id, id))
    expect(await others()).toMatchObject([{ title: 'Book a room', assignee: null }])
    await db.update(gatherings).set({ participantsHidden: false }).where(eq(gatherings.id, id))
    await as(family.owner).run(deleteTasks, { list, tasks: [ordinary] })
    const seen = await db.transaction(async (tx) =>
      participantTasks(tx, await grant(tx, mia, 'read', 'gathering-page', slug)),
    )
    expect(seen).toMatchObject([{ id: task, taken: 2, claims: [{ name: 'Mia', isOwn: true }] }])
    expect(await claimsOf(list, family.owner)).toEqual(['Mia 2'])
    await as(family.owner).run(removeParticipants, { gathering: id, participants: [participant] })
    expect(await claimsOf(list, family.owner)).toEqual([])
    expect(await codeOf(claim(family.owner, task, 2))).toBe('ok')
    expect(await codeOf(claim(mia, task, 1))).toBe('NOT_FOUND')
    const [row] = await db
      .select()
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.id, participant))
    expect(row!.revokedAt).not.toBeNull()
  })
})

describe('a new link of a guest', () => {
  const gran = { email: 'gran@example.org' }
  const sheetOfEvent = async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, rules: ['FREQ=WEEKLY'] })
    const list = await openList({ event: id })
    return { id, list, task: await addSheet(list, 3), guest: await insertGuest(id, gran) }
  }
  const renew = async (event: string) => {
    const { result } = await as(family.owner).run(renewGuestLink, { event, ...gran })
    return { kind: 'guest', link: result.id, event, person: { ...gran, name: null } } as const
  }

  it('keeps the claims of a guest with a new link, unless the parts were claimed while the link was revoked', async () => {
    const { id, list, task, guest } = await sheetOfEvent()
    await claim(guest, task, 2)
    const renewed = await renew(id)
    expect(await claimsOf(list)).toEqual(['gran 2'])
    await claim(renewed, task, 3)
    const revoke = (link: string) => as(family.owner).run(revokeGuestLink, { event: id, link })
    await revoke(renewed.link)
    const again = await renew(id)
    expect(await claimsOf(list)).toEqual(['gran 3'])
    await revoke(again.link)
    await claim(family.viewer, task, 1)
    await renew(id)
    expect(await claimsOf(list)).toEqual(['viewer 1'])
  })

  it('lets an account take over a guest with a renewed link, and splits the series', async () => {
    const { id, list, task, guest } = await sheetOfEvent()
    await claim(guest, task, 1)
    await as(family.owner).run(revokeGuestLink, { event: id, link: guest.link })
    // The former link keeps its part, as one that was revoked before parts moved to new links.
    const link = randomUUID()
    await db.insert(guestLinks).values({ id: link, eventId: id, email: gran.email })
    await claim({ ...guest, link }, task, 2)
    const split = await as(family.owner).run(updateEvent, {
      ...{ id, version: await versionOf(id), occurrence: { id: await secondOf(id), scope: 'following' } },
      patch: { title: 'Moved' },
    })
    expect(await claimsOf(await openList({ event: split.result.id }))).toEqual(['gran 2'])
    const event = await eventFor(id)
    await db.transaction((tx) =>
      claimGuest(
        tx,
        snapshotOf(event),
        { userId: family.viewer.id, guest: { ...gran, name: null } },
        new Date(),
      ),
    )
    expect(await claimsOf(list)).toEqual(['viewer 2'])
  })
})

it('leaves one part to a user who takes over a personal link of a gathering', async () => {
  const { owner, viewer } = family
  const { id, slug } = await gatheringWith({ group: family.group })
  const list = await openList({ gathering: id })
  const task = await addSheet(list, 5)
  const { participant, actor } = await join(slug, id, 'Ada')
  await claim(actor, task, 2)
  await claim(viewer, task, 1)
  await as(viewer).run(claimParticipation, { token: guestToken(participant, 'gathering') })
  expect(await claimsOf(list, owner)).toEqual(['viewer 1'])
})

it('restores a removed participant without the parts that other people have claimed since', async () => {
  const { owner } = family
  const { id, slug } = await gatheringWith({})
  const list = await openList({ gathering: id })
  const [task, free] = [await addSheet(list, 2), await addSheet(list, 2)]
  const { participant, actor } = await join(slug, id, 'Ada')
  for (const sheet of [task, free]) await claim(actor, sheet, 2)
  const removed = await as(owner).run(removeParticipants, { gathering: id, participants: [participant] })
  await claim(owner, task, 1)
  await undoAs(owner, removed)
  expect((await claimsOf(list, owner)).sort()).toEqual(['Ada 2', 'owner 1'])
})

it('does not restore the claim of a removed person when its release is undone', async () => {
  const { owner } = family
  const { id, slug } = await gatheringWith({})
  const list = await openList({ gathering: id })
  const task = await addSheet(list, 2)
  const { participant, actor } = await join(slug, id, 'Ada')
  const taken = await claim(actor, task, 1)
  const released = await as(owner).run(releaseTask, { task, claim: taken.result.id })
  await as(owner).run(removeParticipants, { gathering: id, participants: [participant] })
  expect(await codeOf(undoAs(owner, released))).toBe('CONFLICT')
})

describe('privacy', () => {
  it('hides the names of claimants in the activity if participants or guests are hidden', async () => {
    const { owner, viewer, editor } = family
    const { id } = await gatheringWith({ group: family.group, access: 'members', participantsHidden: true })
    const task = await addSheet(await openList({ gathering: id }), 3)
    await claim(editor, task, 1)
    const event = await as(owner).createEvent({
      ...{ calendarId: family.calendar, attendees: [viewer.id], guestListHidden: true },
    })
    const ofEvent = await addSheet(await openList({ event: event.id }), 3)
    await claim(viewer, ofEvent, 1)
    const described = async (user: TestUser) => {
      const rows = await db.transaction((tx) =>
        tx.execute<{ row: RecordedChange }>(sql`
          select row_to_json(r) as row from (select ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id
            where c.entity = 'task' and c.op = 'changed' and c.entity_id in (${task}, ${ofEvent})) r`),
      )
      const changes = rows.map(({ row }) => row)
      const seen = await loadChangeViewer(db, await loadReach(db, user), changes)
      return changes.flatMap((change) => (describeChange(change, seen) ? change.id : [])).sort()
    }
    expect(await described(owner)).toEqual([task, ofEvent].sort())
    expect(await described(viewer)).toEqual([ofEvent])
    expect((await described(editor)).sort()).toEqual([task, ofEvent].sort())
  })

  it('shows the claimants of a sign-up sheet only to editors if the guest list is hidden', async () => {
    const { owner, viewer, editor } = family
    const { id } = await as(owner).createEvent({
      ...{ calendarId: family.calendar, attendees: [viewer.id], guestListHidden: true },
    })
    const list = await openList({ event: id })
    const task = await addSheet(list, 3)
    await claim(editor, task, 1, 'secret')
    await claim(viewer, task, 1)
    expect(await claimsOf(list)).toEqual(['? 1', 'viewer 1'])
    expect(await claimsOf(list, owner)).toEqual(['editor 1 secret', 'viewer 1'])
    const guest = await insertGuest(id, { email: 'gran@example.org' })
    const [sheet] = await db.transaction(async (tx) =>
      guestTasks(tx, await grant(tx, guest, 'read', 'event', id), null),
    )
    expect(sheet!.claims.map(({ name, comment }) => [name, comment])).toEqual([
      [null, ''],
      [null, ''],
    ])
  })

  it('erases claims in the history when the account is deleted', async () => {
    const own = await makeFamily()
    const shared = family
    family = own
    const { list, task } = await sheetOfGroup()
    await claim(own.viewer, task, 2, 'for my diet')
    await as(own.viewer).run(releaseTask, { task })
    await deleteAccountOf(own.viewer)
    const recorded = await db.select().from(changes).where(eq(changes.entityId, task))
    expect(recorded).toHaveLength(3)
    expect(JSON.stringify(recorded)).not.toContain('diet')
    expect(await claimsOf(list, own.owner)).toEqual([])
    family = shared
  })

  it('erases the titles of tasks in the history when their event is deleted permanently', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    const task = await addSheet(await openList({ event: id }), 3)
    await as(family.owner).run(deleteEvent, { id, version: 1 })
    await db.transaction((tx) => eraseEvents(tx, [id]))
    const recorded = await db.select().from(changes).where(eq(changes.entityId, task))
    expect(recorded.map(({ before, after }) => [before, after])).toEqual([[null, null]])
  })
})

describe('a split series', () => {
  const at = (day: string) => `${day}T09:00:00`
  const day = (date: string) => ({ day: date, time: null, zone: null })

  it('moves later tasks and copies sign-up sheets to the part that is split off, and moves them back by undo', async () => {
    const { owner, viewer } = family
    const { id } = await as(owner).createEvent({
      ...{ calendarId: family.calendar, rules: ['FREQ=WEEKLY'], span: hour('2126-11-04') },
    })
    const list = await openList({ event: id })
    const sheet = await addSheet(list, 3)
    const later = await addSheet(list, null, { title: 'Later', due: day('2126-11-20') })
    await addSheet(list, null, { title: 'Earlier', due: day('2126-11-10') })
    await addSheet(list, null, { title: 'Undated' })
    await claim(viewer, sheet, 2)
    const guest = await insertGuest(id, { email: 'gran@example.org', name: 'Gran' })
    await claim(guest, sheet, 1)
    const occurrence = await openList({ event: id, occurrence: at('2126-11-25') })
    await addSheet(occurrence, null, { title: 'Cake' })
    const current = (await db.transaction((tx) => grant(tx, owner, 'read', 'event', id))).row.version
    const split = await as(owner).run(updateEvent, {
      ...{ id, version: current, occurrence: { id: at('2126-11-18'), scope: 'following' } },
      patch: { title: 'Moved' },
    })
    const titlesOf = async (event: string) => {
      const rows = await db
        .select({ title: tasks.title, occurrence: taskLists.recurrenceId })
        .from(tasks)
        .innerJoin(taskLists, eq(taskLists.id, tasks.listId))
        .where(eq(taskLists.eventId, event))
      return rows.map(({ title, occurrence }) => (occurrence ? `${title} ${occurrence}` : title)).sort()
    }
    expect(await titlesOf(id)).toEqual(['Earlier', 'Salad', 'Undated'])
    expect(await titlesOf(split.result.id)).toEqual([`Cake ${at('2126-11-25')}`, 'Later', 'Salad'])
    const newList = await openList({ event: split.result.id })
    expect(await claimsOf(newList)).toEqual(['viewer 2', 'Gran 1'])
    await addSheet(newList, 2, { title: 'Drinks' })
    await undoAs(owner, split)
    const own = [`Cake ${at('2126-11-25')}`, 'Drinks', 'Earlier', 'Later', 'Salad', 'Undated']
    expect(await titlesOf(id)).toEqual(own)
    expect(await claimsOf(list)).toEqual(['viewer 2', 'Gran 1'])
    expect((await pageFor(viewer, list)).tasks.map(({ id }) => id)).toContain(later)
  })

  it('moves tasks that were added to the part that was split off to the series when the split is undone', async () => {
    const { owner } = family
    const { id } = await as(owner).createEvent({
      ...{ calendarId: family.calendar, rules: ['FREQ=WEEKLY'], span: hour('2126-11-04') },
    })
    const split = await as(owner).run(updateEvent, {
      ...{ id, version: 1, occurrence: { id: at('2126-11-18'), scope: 'following' } },
      patch: { title: 'Moved' },
    })
    const task = await addSheet(await openList({ event: split.result.id }), null)
    await undoAs(owner, split)
    expect((await pageFor(family.viewer, await openList({ event: id }))).tasks).toMatchObject([{ id: task }])
  })
})
