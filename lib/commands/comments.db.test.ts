import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { comments } from '@/db/schema/comments'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { eventComments, groupComments } from '@/lib/queries/comments'
import { mentionable } from '@/lib/queries/mentionable'
import { MAX_PINNED_COMMENTS } from '@/lib/schemas/choices'
import {
  addMember,
  as,
  codeOf,
  type Family,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { addComment, deleteComment, editComment, pinComment } from './comments'
import { deleteEvent, updateEvent } from './events'
import { restore } from './trash'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const inFamily = (input: object = {}) =>
  as(family.owner).createEvent({ calendarId: family.calendar, ...input })

const loadComments = (user: TestUser, event: string, before?: string) =>
  db.transaction(async (tx) => eventComments(tx, await grant(tx, user, 'read', 'event', event), before))

const loadConversation = (user: TestUser) =>
  db.transaction(async (tx) => groupComments(tx, await grant(tx, user, 'read', 'group', family.group)))

const textsFor = async (user: TestUser, event: string) =>
  (await loadComments(user, event)).comments.map(({ text }) => text)

const addEventComment = async (author: TestUser, event: string, text: string) =>
  (await as(author).run(addComment, { event, text })).result.id

describe('addComment', () => {
  it('shows a comment to all who see the event in full, and changes neither version nor SEQUENCE', async () => {
    const { owner, viewer } = family
    const { id, version } = await inFamily()
    await addEventComment(viewer, id, 'I bring a cake')
    expect(await loadComments(owner, id)).toMatchObject({
      comments: [
        {
          ...{ text: 'I bring a cake', author: { id: viewer.id, name: 'viewer' }, isEdited: false },
          can: { edit: false, remove: true },
        },
      ],
      ...{ count: 1, hasMore: false, can: { comment: true, pin: false } },
    })
    const [row] = await db.select().from(events).where(eq(events.id, id))
    expect(row).toMatchObject({ version, sequence: 0 })
  })

  it('neither shows comments to users who see only the title or busy time, nor accepts theirs', async () => {
    const reader = await makeUser('reader')
    for (const detail of ['title', 'busy'] as const) {
      const { id } = await inFamily()
      await addEventComment(family.owner, id, 'Secret')
      await insertPlacement(id, reader.calendar, detail)
      const expected = detail === 'title' ? ['ok', 'FORBIDDEN'] : ['NOT_FOUND', 'NOT_FOUND']
      expect([
        await codeOf(loadComments(reader, id)),
        await codeOf(addEventComment(reader, id, 'Hi')),
      ]).toEqual(expected)
      if (detail === 'title') expect(await loadComments(reader, id)).toMatchObject({ comments: [], count: 0 })
    }
  })

  it('stores a repeated submit once', async () => {
    const { id } = await inFamily()
    const key = 'comment-key-1'
    await as(family.viewer).run(addComment, { event: id, text: 'Once' }, { key })
    await as(family.viewer).run(addComment, { event: id, text: 'Once' }, { key })
    expect(await textsFor(family.owner, id)).toEqual(['Once'])
  })

  it('refuses texts without a visible character, and too many mentions', async () => {
    const { id } = await inFamily()
    const tooManyMentions = Array.from({ length: 21 }, () => `<@${uuidv7()}>`).join(' ')
    for (const text of ['', ' \n ', '\u200b', 'x'.repeat(2001), tooManyMentions]) {
      expect(await codeOf(addEventComment(family.owner, id, text))).toBe('INVALID')
    }
  })

  it('keeps the comments of an event through the trash', async () => {
    const { id } = await inFamily()
    await addEventComment(family.viewer, id, 'Still here')
    await as(family.owner).run(deleteEvent, { id })
    expect(await codeOf(loadComments(family.owner, id))).toBe('NOT_FOUND')
    await as(family.owner).run(restore, { event: id })
    expect(await textsFor(family.owner, id)).toEqual(['Still here'])
  })
})

describe('mentions', () => {
  it('suggests people who see the event in full and whom the user knows', async () => {
    const { owner, viewer, editor, admin } = family
    const outsider = await makeUser('outsider')
    await insertShare(family.calendar, { userId: outsider.id }, 'viewer')
    const { id } = await inFamily({ hiddenFrom: [editor.id] })
    const suggested = (user: TestUser, q = '') =>
      db.transaction(async (tx) => {
        const { row } = await grant(tx, user, 'read', 'event', id)
        return (await mentionable(tx, user.id, { event: row }, { q })).map(({ name }) => name)
      })
    expect(await suggested(owner)).toEqual([admin, viewer].map(({ name }) => name))
    expect(await suggested(owner, 'VIEW')).toEqual(['viewer'])
    expect(await suggested(outsider)).toEqual([])
    // A user who cannot edit must not learn from whom the event is hidden.
    expect(await suggested(viewer)).toEqual([admin, editor, owner].map(({ name }) => name))
    expect(await codeOf(addEventComment(viewer, id, `<@${editor.id}>`))).toBe('ok')
    expect(await codeOf(addEventComment(owner, id, `<@${editor.id}>`))).toBe('INVALID')
    await addEventComment(outsider, id, 'Hello')
    expect(await suggested(owner)).toContain('outsider')
  })

  it('does not suggest attendees of a hidden guest list to users who cannot edit', async () => {
    const { owner, viewer } = family
    const guest = await makeUser('guest')
    await addMember(guest, owner, (await makeGroup(owner)).group)
    const { id } = await inFamily({ attendees: [guest.id], guestListHidden: true })
    const suggested = (user: TestUser) =>
      db.transaction(async (tx) => {
        const { row } = await grant(tx, user, 'read', 'event', id)
        return (await mentionable(tx, user.id, { event: row }, { q: 'guest' })).map(({ name }) => name)
      })
    expect(await suggested(owner)).toEqual(['guest'])
    expect(await suggested(viewer)).toEqual([])
  })

  it('refuses to mention users who do not see the event, and shows current names', async () => {
    const { owner, viewer, stranger, editor } = family
    const { id } = await inFamily({ visibility: 'private' })
    expect(await codeOf(addEventComment(owner, id, `<@${stranger.id}>`))).toBe('INVALID')
    expect(await codeOf(addEventComment(owner, id, `<@${viewer.id}>`))).toBe('INVALID')
    const publicEvent = await inFamily()
    const written = await addEventComment(owner, publicEvent.id, `<@${viewer.id}>, come`)
    expect((await loadComments(editor, publicEvent.id)).names).toEqual({ [viewer.id]: 'viewer' })
    // Users who were mentioned stay mentioned, although they do not see the event any more.
    await as(owner).run(updateEvent, { id: publicEvent.id, version: 1, patch: { hiddenFrom: [viewer.id] } })
    const edit = as(owner).run(editComment, { comment: written, text: `<@${viewer.id}>, come soon` })
    expect(await codeOf(edit)).toBe('ok')
  })
})

describe('editComment and deleteComment', () => {
  it('marks an edited comment, and leaves nothing of a deleted one', async () => {
    const { viewer, editor } = family
    const { id } = await inFamily()
    const written = await addEventComment(viewer, id, 'Secret words')
    await as(viewer).run(editComment, { comment: written, text: 'Other secret words' })
    expect((await loadComments(editor, id)).comments).toMatchObject([
      { text: 'Other secret words', isEdited: true, can: { edit: false, remove: true } },
    ])
    await as(editor).run(deleteComment, { comment: written })
    expect(await textsFor(viewer, id)).toEqual([])
    const recorded = await db.select().from(changes).where(eq(changes.entityId, id))
    expect(JSON.stringify(recorded)).not.toContain('ecret words')
  })

  it('records a comment on a private event only in the stream of its owners', async () => {
    const { owner } = family
    const { id } = await inFamily({ visibility: 'private' })
    await addEventComment(owner, id, 'Private')
    const ofEvent = and(eq(changes.entityId, id), eq(changes.entity, 'comment'))
    expect((await db.select().from(changes).where(ofEvent)).map(({ stream }) => stream)).toEqual([
      `owners-${family.calendar}`,
    ])
  })

  it('pings no calendar that shows only the title of the event', async () => {
    const reader = await makeUser('reader')
    const { id } = await inFamily()
    await insertPlacement(id, reader.calendar, 'title')
    const { seqs } = await as(family.owner).run(addComment, { event: id, text: 'Hello' })
    expect(Object.keys(seqs)).toEqual([`calendar-${family.calendar}`])
  })

  it('deletes the comments of a deleted account, and shows its mentions without a name', async () => {
    const { owner } = family
    const leaving = await makeUser('leaving')
    await addMember(leaving, owner, family.group)
    const { id } = await inFamily()
    await addEventComment(leaving, id, 'Bye')
    await addEventComment(owner, id, `Where is <@${leaving.id}>?`)
    await deleteAccountOf(leaving)
    expect(await loadComments(owner, id)).toMatchObject({
      comments: [{ author: { name: 'owner' } }],
      names: {},
    })
    const recorded = await db.select().from(changes).where(eq(changes.entityId, id))
    expect(
      JSON.stringify(recorded.map(({ after }) => (after as { userId?: string } | null)?.userId)),
    ).not.toContain(leaving.id)
  })
})

describe('the conversation of a group', () => {
  it('shows messages to members, and pinned ones above', async () => {
    const { owner, viewer, group } = family
    const { result } = await as(viewer).run(addComment, { group, text: 'The code is 1234' })
    await as(owner).run(addComment, { group, text: 'Thanks' })
    await as(owner).run(pinComment, { comment: result.id, isPinned: true })
    const page = await loadConversation(viewer)
    expect(page).toMatchObject({
      comments: [{ text: 'The code is 1234', isPinned: true }, { text: 'Thanks' }],
      ...{ pinned: [{ id: result.id }], can: { comment: true, pin: false } },
    })
    await as(owner).run(pinComment, { comment: result.id, isPinned: false })
    expect((await loadConversation(owner)).pinned).toEqual([])
  })

  it('limits the number of pinned messages', async () => {
    const { owner, group } = family
    const rows = Array.from({ length: MAX_PINNED_COMMENTS }, (_, index) => ({
      ...{ id: uuidv7(), groupId: group, userId: owner.id, text: `Note ${index}`, pinnedAt: new Date() },
    }))
    await db.insert(comments).values(rows)
    const { result } = await as(owner).run(addComment, { group, text: 'One more' })
    expect(await codeOf(as(owner).run(pinComment, { comment: result.id, isPinned: true }))).toBe(
      'LIMIT_REACHED',
    )
  })

  it('keeps the limit of pinned messages when two are pinned concurrently', async () => {
    const { owner, editor, group } = await makeFamily()
    const rows = Array.from({ length: MAX_PINNED_COMMENTS + 1 }, (_, index) => ({
      ...{ id: uuidv7(), groupId: group, userId: owner.id, text: `Note ${index}` },
      pinnedAt: index < MAX_PINNED_COMMENTS - 1 ? new Date() : null,
    }))
    await db.insert(comments).values(rows)
    const pins = rows
      .slice(-2)
      .map(({ id: comment }, index) =>
        codeOf(as(index ? owner : editor).run(pinComment, { comment, isPinned: true })),
      )
    expect((await Promise.all(pins)).sort()).toEqual(['LIMIT_REACHED', 'ok'])
  })
})

it('pages through ten thousand comments, 50 at a time', async () => {
  const { owner } = family
  const { id } = await inFamily()
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ id: uuidv7(), eventId: id, userId: owner.id, text: `Comment ${index}` },
  }))
  for (let at = 0; at < rows.length; at += 2000) await db.insert(comments).values(rows.slice(at, at + 2000))
  const newest = await loadComments(owner, id)
  expect(newest).toMatchObject({ count: 10_000, hasMore: true })
  expect([newest.comments.length, newest.comments.at(-1)!.text]).toEqual([50, 'Comment 9999'])
  const earlier = await loadComments(owner, id, newest.comments[0]!.id)
  expect(earlier.comments.at(-1)!.text).toBe('Comment 9949')
})
