import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { gatheringSlots } from '@/db/schema/gatherings'
import { notificationSettings, notifications } from '@/db/schema/notifications'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { addComment } from '@/lib/commands/comments'
import { lockGathering } from '@/lib/commands/gathering-lock'
import { removeParticipants } from '@/lib/commands/gathering-participants'
import { addSlots } from '@/lib/commands/gathering-slots'
import { joinGathering, voteGathering } from '@/lib/commands/gathering-votes'
import { cancelGathering, createGathering, reopenGathering, updateGathering } from '@/lib/commands/gatherings'
import { muteGroup } from '@/lib/commands/notifications'
import { dispatch } from '@/lib/jobs/dispatch'
import { remindOfDeadlines } from '@/lib/jobs/gathering-deadlines'
import { formatEntries, loadActivity } from '@/lib/queries/activity.test.entries'
import { notificationList } from '@/lib/queries/notifications/list'
import { notificationsOutput } from '@/lib/schemas/notifications'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

/** Creates a gathering of the owner that asks the viewer and the stranger, with one evening. */
async function create(input: object = {}) {
  const { owner, viewer, stranger, group, calendar } = family
  const { result } = await as(owner).run(createGathering, {
    ...{ title: 'Summer party', access: 'invited', timeZone: 'Europe/Berlin', group, calendarId: calendar },
    ...{ slots: [hour('2127-06-01', 18)], participants: [viewer.id], ...input },
  })
  await db.execute(sql`
    insert into gathering_participants (id, gathering_id, user_id, source)
    values (gen_random_uuid(), ${result.id}, ${stranger.id}, 'invited')`)
  const [slot] = await db.select().from(gatheringSlots).where(eq(gatheringSlots.gatheringId, result.id))
  const vote = (by: Actor, comment = '') =>
    as(by).run(voteGathering, { gathering: result.id, votes: { [slot!.id]: 'yes' }, comment })
  return { ...result, slot: slot!.id, vote }
}

async function itemsOf(user: TestUser) {
  await dispatch()
  const reach = await as(user).loadReach()
  const { items } = notificationsOutput.parse(await notificationList(db, reach, 'UTC'))
  return items.filter(({ kind }) => kind !== 'joined')
}

const read = async (user: TestUser) =>
  (await itemsOf(user)).map(({ kind, op, by, title, where, count }) =>
    [kind, op, by?.name, title, where?.href, count].join(' '),
  )

it('tells users that they are asked to vote, until they are removed or a time is chosen', async () => {
  const { viewer, owner, editor } = family
  const { id, slug } = await create()
  const invitation = `invited gathering-invited owner Summer party /g/${slug} 1`
  expect(await read(viewer)).toEqual([invitation])
  expect([await read(owner), await read(editor)]).toEqual([[], []])
  const [row] = await db.execute<{ id: string }>(sql`
    select id from gathering_participants where gathering_id = ${id} and user_id = ${viewer.id}`)
  await as(owner).run(removeParticipants, { gathering: id, participants: [row!.id] })
  expect(await read(viewer)).toEqual([])
})

it('tells the organizer of votes by users and guests, those within minutes in one notification', async () => {
  const { owner, viewer, stranger } = family
  const { id, slug, slot, vote } = await create({ access: 'link', votesHidden: true })
  await vote(viewer, 'With cake')
  expect(await itemsOf(owner)).toMatchObject([
    { op: 'voted', by: { name: 'viewer' }, changes: [{ field: 'comment', to: 'With cake' }] },
  ])
  await vote(stranger)
  await vote(viewer)
  expect(await read(owner)).toEqual([`voted votes viewer Summer party /g/${slug} 2`])
  await db.delete(notifications)
  await as(NOBODY).run(joinGathering, { gathering: slug, name: 'Mia', votes: { [slot]: 'no' } })
  expect(await read(owner)).toEqual([`voted voted Mia Summer party /g/${slug} 1`])
  await as(viewer).run(voteGathering, { gathering: id, votes: {} })
  expect(await read(owner)).toHaveLength(1)
})

it('notifies only participants who have voted when slots change', async () => {
  const { owner, viewer, stranger } = family
  const { id, slug, slot, vote } = await create()
  await vote(viewer)
  await dispatch()
  await db.delete(notifications)
  await as(owner).run(addSlots, { gathering: id, slots: [hour('2127-06-02', 18)] })
  await as(owner).run(updateGathering, { id, version: 1, patch: {}, slots: { removed: [slot] } })
  expect(await read(viewer)).toEqual([`changed slots owner Summer party /g/${slug} 1`])
  expect([await read(stranger), await read(owner)]).toEqual([[], []])
})

it('tells all participants of the chosen time or the cancellation, as long as it holds', async () => {
  const { owner, viewer, stranger, calendar } = family
  const { id, slug, slot, vote } = await create()
  await vote(viewer)
  await as(owner).run(lockGathering, { gathering: id, slot, calendar })
  for (const user of [viewer, stranger]) {
    expect(await itemsOf(user)).toMatchObject([
      { kind: 'locked', when: { start: '2127-06-01T18:00:00' }, where: { href: `/g/${slug}` } },
    ])
  }
  await as(owner).run(reopenGathering, { gathering: id })
  await as(owner).run(cancelGathering, { gathering: id })
  expect(await read(stranger)).toEqual([`cancelled gathering-cancelled owner Summer party /g/${slug} 1`])
  expect((await read(owner)).filter((line) => !line.startsWith('voted'))).toEqual([])
})

it('tells participants of the chosen time once when a reopened gathering is locked again', async () => {
  const { owner, viewer, calendar } = family
  const { id, slot, vote } = await create({ slots: [hour('2127-06-01', 18), hour('2127-06-02', 18)] })
  await vote(viewer)
  await as(owner).run(lockGathering, { gathering: id, slot, calendar })
  await as(owner).run(reopenGathering, { gathering: id })
  await dispatch()
  await db.delete(notifications)
  const slots = await db.select().from(gatheringSlots).where(eq(gatheringSlots.gatheringId, id))
  const other = slots.find((found) => found.id !== slot)!
  await as(owner).run(lockGathering, { gathering: id, slot: other.id, calendar })
  expect((await itemsOf(viewer)).map(({ kind }) => kind)).toEqual(['locked'])
  await db.delete(notifications)
  await as(owner).run(cancelGathering, { gathering: id })
  expect((await itemsOf(viewer)).map(({ op }) => op)).toEqual(['gathering-cancelled'])
})

it('reminds users who have not voted of the deadline, once', async () => {
  const { viewer, stranger } = family
  const { id, slug, vote } = await create({ deadline: '2127-05-01T12:00:00' })
  await vote(viewer)
  await db.execute(sql`update gatherings set deadline_at = now() + interval '1 hour' where id = ${id}`)
  await Promise.all([remindOfDeadlines(), remindOfDeadlines()])
  await remindOfDeadlines()
  expect(await read(stranger)).toEqual([`deadline deadline  Summer party /g/${slug} 1`])
  expect((await read(viewer)).filter((line) => line.startsWith('deadline'))).toEqual([])
  await vote(stranger)
  expect(await read(stranger)).toEqual([])
})

it('tells organizer and participants of comments, and only the organizer if participants are hidden', async () => {
  const { owner, viewer, stranger } = family
  const open = await create()
  const hidden = await create({ title: 'Surprise', participantsHidden: true })
  await dispatch()
  await db.delete(notifications)
  for (const { id } of [open, hidden]) await as(viewer).run(addComment, { gathering: id, text: 'Where?' })
  expect((await read(owner)).sort()).toEqual([
    `commented commented viewer Summer party /g/${open.slug} 1`,
    `commented commented viewer Surprise /g/${hidden.slug} 1`,
  ])
  expect(await read(stranger)).toEqual([`commented commented viewer Summer party /g/${open.slug} 1`])
  await as(owner).run(updateGathering, { id: open.id, version: 1, patch: { participantsHidden: true } })
  expect(await read(stranger)).toEqual([])
})

it('respects the settings of a kind and channel, and muted groups', async () => {
  const { owner, viewer, editor, group, calendar } = family
  const { id, slot, vote } = await create({ participants: [viewer.id, editor.id] })
  await vote(viewer)
  await db.insert(notificationSettings).values([
    { userId: viewer.id, kind: 'locked', channel: 'in-app', mode: 'off' },
    { userId: viewer.id, kind: 'locked', channel: 'email', mode: 'now' },
  ])
  await as(editor).run(muteGroup, { group, muted: true })
  await as(owner).run(lockGathering, { gathering: id, slot, calendar })
  expect((await read(viewer)).filter((line) => line.startsWith('locked'))).toEqual([])
  expect((await read(editor)).filter((line) => line.startsWith('locked'))).toEqual([])
  const mails = await db.select().from(deliveries).where(eq(deliveries.userId, viewer.id))
  const kinds = await db.select().from(notifications).where(eq(notifications.userId, viewer.id))
  const locked = kinds.find(({ kind }) => kind === 'locked')!
  expect(mails.some(({ notificationId }) => notificationId === locked.id)).toBe(true)
})

it('lists gatherings in the activity of their group for those who see them', async () => {
  const { owner, viewer, group } = family
  const { id } = await create({ access: 'members', participants: [] })
  await create({ title: 'Secret', participants: [] })
  await as(owner).run(cancelGathering, { gathering: id })
  const lines = async (user: TestUser) =>
    formatEntries(await loadActivity(user, group, { kind: 'gathering' }))
  expect(await lines(viewer)).toEqual([
    'changed gathering Summer party by owner',
    'added gathering Summer party by owner',
  ])
  const { entries } = await loadActivity(viewer, group, { kind: 'gathering' })
  expect(entries[0]!.items).toMatchObject([{ status: 'cancelled' }])
  await as(owner).run(updateGathering, { id, version: 2, patch: { access: 'invited' } })
  expect(await lines(family.editor)).toEqual([
    'changed gathering Summer party by owner',
    'added gathering Summer party by owner',
  ])
})
