import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { comments } from '@/db/schema/comments'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { dispatch } from '@/lib/jobs/dispatch'
import { guestPage } from '@/lib/queries/guest-page'
import { as, codeOf, errorOf, type Family, makeFamily, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { answerAsGuest } from './answers'
import { addComment, deleteComment, editComment } from './comments'
import { updateEvent } from './events'
import { createPublicLink, joinEvent } from './guest-links'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

type Guest = Extract<Actor, { kind: 'guest' }>

/** Creates an event with a guest and a comment of its organizer. */
async function withGuest(person: { email?: string; name?: string }) {
  const { owner, calendar } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, guestsMayComment: true })
  const guest = await insertGuest(id, person)
  const { result } = await as(owner).run(addComment, { event: id, text: `Hello <@${family.viewer.id}>` })
  return { id, guest, byOwner: result.id }
}

const loadPage = (guest: Guest) =>
  db.transaction(async (tx) => {
    const granted = await grant(tx, guest, 'read', 'event', guest.event)
    return (await guestPage(tx, granted, { now: 0 })).comments
  })

it('shows guests all comments, also of other guests, without addresses', async () => {
  const { id, guest } = await withGuest({ email: 'gran@example.org', name: 'Gran' })
  const other = await insertGuest(id, { email: 'uncle@example.org' })
  await as(guest).run(addComment, { event: id, text: 'I come by train' })
  const page = await loadPage(other)
  expect(page).toMatchObject({
    items: [
      { author: { name: 'owner' }, isOwn: false },
      { author: { id: null, name: 'Gran' }, text: 'I come by train', isOwn: false },
    ],
    ...{ names: { [family.viewer.id]: 'viewer' }, earlier: null },
  })
  expect(JSON.stringify(page)).not.toContain('gran@')
  expect((await loadPage(guest))!.items.map(({ isOwn }) => isOwn)).toEqual([false, true])
})

it('keeps links and comments of a guest when an account with the same, unverified address is deleted', async () => {
  await makeUser('keeper')
  const impostor = await makeUser('impostor')
  const { id, guest } = await withGuest({ email: impostor.email })
  await as(guest).run(addComment, { event: id, text: 'Mine' })
  const setVerified = (emailVerified: Date | null) =>
    db.update(users).set({ emailVerified }).where(eq(users.id, impostor.id))
  await setVerified(null)
  await deleteAccountOf(impostor)
  expect((await loadPage(guest))!.items).toHaveLength(2)
})

it('deletes the comments of a guest, and the address in changes, with the account of the address', async () => {
  const user = await makeUser('gran')
  const { id, guest } = await withGuest({ email: user.email })
  await as(guest).run(addComment, { event: id, text: 'Mine' })
  await deleteAccountOf(user)
  const stored = await db.select().from(comments).where(eq(comments.eventId, id))
  expect(stored.map(({ email }) => email)).toEqual([null])
  const recorded = await db
    .select()
    .from(changes)
    .where(and(eq(changes.entityId, id), eq(changes.entity, 'comment')))
  expect(JSON.stringify(recorded)).not.toContain(user.email)
})

it('refuses comments of guests, and shows none, unless the organizer allows them', async () => {
  const { id, guest, byOwner } = await withGuest({ email: 'gran@example.org' })
  const { result } = await as(guest).run(addComment, { event: id, text: 'Mine' })
  await as(family.owner).run(updateEvent, { id, version: 1, patch: { guestsMayComment: false } })
  expect(await loadPage(guest)).toBeNull()
  expect(await codeOf(as(guest).run(addComment, { event: id, text: 'No' }))).toBe('FORBIDDEN')
  expect(await codeOf(as(guest).run(editComment, { comment: result.id, text: 'No' }))).toBe('NOT_FOUND')
  for (const comment of [result.id, byOwner])
    expect(await codeOf(as(guest).run(deleteComment, { comment }))).toBe('NOT_FOUND')
})

it('lets guests edit and delete only their own comments, but neither mention users nor comment on other events', async () => {
  const { id, guest, byOwner } = await withGuest({ email: 'gran@example.org' })
  const { id: otherEvent } = await withGuest({ email: 'gran@example.org' })
  const { result } = await as(guest).run(addComment, { event: id, text: 'Mine' })
  const attempts = [
    as(guest).run(deleteComment, { comment: byOwner }),
    as(guest).run(editComment, { comment: byOwner, text: 'Other' }),
    as(guest).run(editComment, { comment: result.id, text: `<@${family.owner.id}>` }),
    as(guest).run(addComment, { event: otherEvent, text: 'Hello' }),
    as(guest).run(addComment, { event: id, text: `<@${family.owner.id}>` }),
  ]
  expect(await Promise.all(attempts.map(codeOf))).toEqual([
    ...['FORBIDDEN', 'FORBIDDEN', 'INVALID'],
    ...['NOT_FOUND', 'INVALID'],
  ])
  const other = await insertGuest(id, { email: 'uncle@example.org' })
  const foreign = as(other).run(editComment, { comment: result.id, text: 'Other' })
  expect(await codeOf(foreign)).toBe('FORBIDDEN')
  await as(guest).run(editComment, { comment: result.id, text: 'Changed' })
  expect((await loadPage(guest))!.items.at(-1)).toMatchObject({ text: 'Changed', isEdited: true })
  const recorded = await db
    .select()
    .from(changes)
    .where(and(eq(changes.entityId, id), eq(changes.entity, 'comment')))
  expect(JSON.stringify(recorded)).not.toContain('gran@')
  expect(await codeOf(as(guest).run(deleteComment, { comment: result.id }))).toBe('ok')
})

it('shows no comments to the holder of a public link, and refuses theirs', async () => {
  const { id } = await withGuest({ email: 'gran@example.org' })
  const { result } = await as(family.owner).run(createPublicLink, { event: id })
  const visitor = { kind: 'guest', link: result.id, event: id, person: { email: null, name: null } } as const
  expect(await loadPage(visitor)).toBeNull()
  expect(await codeOf(as(visitor).run(addComment, { event: id, text: 'Hi' }))).toBe('FORBIDDEN')
})

it('records the comment of a guest on a hidden event only in the hidden stream', async () => {
  const { calendar, viewer } = family
  const { id } = await as(family.owner).createEvent({
    ...{ calendarId: calendar, guestsMayComment: true, hiddenFrom: [viewer.id] },
  })
  const guest = await insertGuest(id, { email: 'gran@example.org' })
  await as(guest).run(addComment, { event: id, text: 'Surprise' })
  const ofComments = and(eq(changes.entityId, id), eq(changes.entity, 'comment'))
  expect((await db.select().from(changes).where(ofComments)).map(({ stream }) => stream)).toEqual([
    `hidden-${calendar}`,
  ])
})

it('keeps the comments of a guest who changes their name', async () => {
  const { id, guest } = await withGuest({ name: 'Gran' })
  await as(guest).run(addComment, { event: id, text: 'Hello' })
  await as(guest).run(answerAsGuest, { id, version: 1, status: 'accepted', name: 'Grandma' })
  const renamed = { ...guest, person: { email: null, name: 'Grandma' } }
  expect((await loadPage(renamed))!.items.at(-1)).toMatchObject({ author: { name: 'Grandma' }, isOwn: true })
})

it('does not let a new guest take the name of a former guest, whose comments would become those of the new guest', async () => {
  const { owner, calendar } = family
  const { id, version } = await as(owner).createEvent({ calendarId: calendar, guestsMayComment: true })
  const { result: publicLink } = await as(owner).run(createPublicLink, { event: id })
  const visitor = {
    kind: 'guest',
    link: publicLink.id,
    event: id,
    person: { email: null, name: null },
  } as const
  const join = (name: string) => as(visitor).run(joinEvent, { event: id, name })
  const guestOf = (link: string, name: string): Guest => ({
    ...{ kind: 'guest', link, event: id, person: { email: null, name } },
  })
  const zoe = guestOf((await join('Zoe')).result.link!, 'Zoe')
  await as(zoe).run(addComment, { event: id, text: 'Hello' })
  await as(owner).run(updateEvent, { id, version: version + 1, patch: { attendees: [] } })
  const taken = { name: { code: 'taken' } }
  expect((await errorOf(join('zoe'))).detail.fields).toEqual(taken)
  const ann = guestOf((await join('Ann')).result.link!, 'Ann')
  const answer = { id, version: version + 3, status: 'accepted' } as const
  const rename = (name: string) => as(ann).run(answerAsGuest, { ...answer, name })
  for (const name of ['Zoe', ' ZOE ']) expect((await errorOf(rename(name))).detail.fields).toEqual(taken)
  await as(ann).run(addComment, { event: id, text: 'Hi' })
  expect(await codeOf(rename('ann'))).toBe('ok')
  const ownership = (await loadPage(guestOf(ann.link, 'ann')))!.items.map(({ text, isOwn }) => [text, isOwn])
  expect(ownership).toEqual([
    ['Hello', false],
    ['Hi', true],
  ])
})

it('pings the pages of guests about comments only if guests see comments', async () => {
  const { owner, calendar } = family
  const isPinged = async (guestsMayComment: boolean) => {
    const { id } = await as(owner).createEvent({ calendarId: calendar, guestsMayComment })
    const { link } = await insertGuest(id, { email: 'gran@example.org' })
    await dispatch()
    await as(owner).run(addComment, { event: id, text: 'Hello' })
    await dispatch()
    const jobs = await db.execute<{ payload: object }>(sql`
      select payload from graphile_worker._private_jobs where payload::text like ${`%${link}%`}`)
    return jobs.length > 0
  }
  expect([await isPinged(true), await isPinged(false)]).toEqual([true, false])
})
