import { eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { sessions, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { groupOverview, people } from '@/lib/queries/groups'
import { news } from '@/lib/queries/news'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  insertCalendar,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteAccount } from './account-deletion'
import {
  deleteAccountOf,
  loadDeletionPlan,
  readCalendarRow,
  readRole,
  readUserRow,
} from './account-deletion.test.accounts'
import { answerEvent } from './answers'
import { deleteCalendar } from './calendars'
import { updateEvent } from './events'
import { createFeed } from './feeds'
import { createInvitation, joinGroup } from './invitations'
import { restore } from './trash'
import { signUp } from './users'

let family: Family
// The first account becomes the only administrator, which cannot be deleted.
beforeAll(async () => {
  await makeUser('keeper')
})
beforeEach(async () => {
  family = await makeFamily()
})

/** The settings that a browser submits. */
const style = { timeZone: 'UTC', locale: 'en', weekStart: 1, hourCycle: 'h23' } as const

describe('deleteAccount: the account', () => {
  it('deletes personal data at once and frees the e-mail address', async () => {
    const { editor } = family
    await as(family.owner).run(createInvitation, { group: family.group })
    await as(editor).run(createFeed, { calendar: editor.calendar, level: 'full' })
    await db.insert(sessions).values({
      sessionToken: 'x'.repeat(64),
      userId: editor.id,
      expires: new Date(Date.now() + 60_000),
    })
    await deleteAccountOf(editor)
    const row = await readUserRow(editor)
    expect(row).toMatchObject({ name: 'Former member', image: null, passwordHash: null, emailVerified: null })
    expect(row.deletedAt).not.toBeNull()
    expect(await as(editor).requestGrant('own', 'self', null)).toBe('NOT_FOUND')
    const occurrencesOfName = await db.execute(sql`
      select (select count(*) from sessions where user_id = ${editor.id}) +
        (select count(*) from feeds where created_by = ${editor.id}) +
        (select count(*) from members where user_id = ${editor.id}) +
        (select count(*) from changes where before::text like ${`%${editor.email}%`} or after::text like ${`%${editor.email}%`}) as n`)
    expect(Number(occurrencesOfName[0]!.n)).toBe(0)
    const newAccount = { name: 'Again', email: editor.email, password: 'a long enough password', ...style }
    expect(await codeOf(as(NOBODY).run(signUp, newAccount))).toBe('ok')
  })

  it('removes the user from member lists and from people to invite', async () => {
    await deleteAccountOf(family.editor)
    const { people: knownPeople } = await people(db, await as(family.owner).loadReach())
    expect(knownPeople.map(([id]) => id)).not.toContain(family.editor.id)
    const overview = await db.transaction(async (tx) =>
      groupOverview(tx, await grant(tx, family.owner, 'read', 'group', family.group)),
    )
    expect(overview.memberCount).toBe(3)
    expect(overview.members.map(({ userId }) => userId)).not.toContain(family.editor.id)
  })

  it('requires the password, or the address if there is no password', async () => {
    const { result } = await as(NOBODY).run(signUp, {
      name: 'Locked',
      email: `locked-${family.group}@example.org`,
      password: 'a long enough password',
      ...style,
    })
    const locked = { kind: 'user', id: result.id } as TestUser
    const { plan, hasPassword } = await loadDeletionPlan(locked)
    expect(hasPassword).toBe(true)
    const proofs = ['wrong', `locked-${family.group}@example.org`]
    for (const proof of proofs) {
      const error = await errorOf(as(locked).run(deleteAccount, { proof, plan }))
      expect(error.detail.fields).toEqual({ proof: { code: 'wrong_password' } })
    }
    expect(await codeOf(as(locked).run(deleteAccount, { proof: 'a long enough password', plan }))).toBe('ok')
    const { editor } = family
    const editorPlan = await loadDeletionPlan(editor)
    const error = await errorOf(
      as(editor).run(deleteAccount, { proof: 'else@example.org', plan: editorPlan.plan }),
    )
    expect(error.detail.fields).toEqual({ proof: { code: 'wrong_address' } })
    expect(await codeOf(as(NOBODY).run(deleteAccount, { proof: editor.email, plan: editorPlan.plan }))).toBe(
      'SIGNED_OUT',
    )
  })

  it('leaves no deleted account as a member of a group that it joins concurrently', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    const { plan } = await loadDeletionPlan(family.stranger)
    const requestDeletion = () =>
      codeOf(as(family.stranger).run(deleteAccount, { proof: family.stranger.email, plan }))
    const answers = await Promise.all([
      requestDeletion(),
      requestDeletion(),
      codeOf(as(family.stranger).run(joinGroup, { token: result.token })),
    ])
    // In either order, a deleted account is not a member.
    if (answers.slice(0, 2).includes('ok'))
      expect(await readRole(family.stranger, family.group)).toBeUndefined()
    else expect(answers).toEqual(['CONFLICT', 'CONFLICT', 'ok'])
    expect(answers.filter((answer) => answer === 'ok').length).toBeGreaterThan(0)
  })

  it('refuses to delete the only administrator', async () => {
    const [admin] = await db.select().from(users).where(eq(users.instanceAdmin, true))
    const first = { kind: 'user', id: admin!.id, email: admin!.email } as TestUser
    expect(await loadDeletionPlan(first)).toMatchObject({ isLastAdmin: true })
    expect((await errorOf(deleteAccountOf(first))).detail.data).toEqual({ reason: 'last_admin' })
    await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, family.viewer.id))
    expect(await codeOf(deleteAccountOf(first))).toBe('ok')
    await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, family.owner.id))
  })
})

describe('deleteAccount: private events', () => {
  it('hides events that were private at any time from the new owner of the calendar', async () => {
    const { admin, editor, viewer } = family
    const otherCalendar = await insertCalendar({ ownerUserId: editor.id })
    await insertShare(editor.calendar, { userId: viewer.id }, 'editor')
    await insertShare(editor.calendar, { userId: admin.id }, 'viewer')
    const moved = await as(editor).createEvent({
      calendarId: editor.calendar,
      title: 'Oncologist',
      visibility: 'private',
    })
    await as(editor).run(updateEvent, { id: moved.id, version: 1, patch: { calendarId: otherCalendar } })
    const opened = await as(editor).createEvent({
      ...{
        calendarId: editor.calendar,
        title: 'Talk',
        visibility: 'private',
        description: 'About the diagnosis',
        attendees: [admin.id],
      },
    })
    const answer = { id: opened.id, version: 1, status: 'accepted' } as const
    await as(admin).run(answerEvent, { ...answer, comment: 'What a diagnosis' })
    await as(admin).run(answerEvent, answer)
    const patch = { visibility: 'default', description: '' } as const
    await as(editor).run(updateEvent, { id: opened.id, version: 1, patch })
    const storedChanges = async () =>
      JSON.stringify(
        await db
          .select()
          .from(changes)
          .where(inArray(changes.stream, [`calendar-${editor.calendar}`, `owners-${editor.calendar}`])),
      )
    // The changes have no defined order.
    expect(await storedChanges()).toContain('Oncologist')
    expect(await storedChanges()).toContain('diagnosis')
    await deleteAccountOf(editor)
    expect(await storedChanges()).not.toMatch(/Oncologist|diagnosis/)
    expect((await readCalendarRow(editor.calendar)).ownerUserId).toBe(viewer.id)
    expect(await as(viewer).requestGrant('read', 'event', opened.id)).toBe('ok')
    // Erased values do not appear in the news.
    const listed = await news(db, await as(viewer).loadReach(), Date.now() - 3_600_000, 'UTC')
    expect(JSON.stringify(listed)).not.toMatch(/Oncologist|diagnosis/)
  })

  it('hides private events of a trashed calendar from a co-owner who restores it', async () => {
    const { editor, viewer } = family
    const trashed = await insertCalendar({ ownerUserId: editor.id })
    await insertShare(trashed, { userId: viewer.id }, 'owner')
    const { id } = await as(editor).createEvent({
      calendarId: trashed,
      title: 'Oncologist',
      visibility: 'private',
    })
    await as(editor).run(deleteCalendar, { calendar: trashed })
    await deleteAccountOf(editor)
    await as(viewer).run(restore, { calendar: trashed })
    expect(await as(viewer).requestGrant('read', 'calendar', trashed)).toBe('ok')
    expect(await as(viewer).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('makes an owner of the calendar the organizer of events that the user organized', async () => {
    const { owner, editor, viewer, calendar } = await makeFamily()
    const { id } = await as(editor).createEvent({ calendarId: calendar, attendees: [viewer.id] })
    await deleteAccountOf(editor)
    const { row } = await db.transaction((tx) => grant(tx, owner, 'read', 'event', id))
    expect(row.organizerId).toBe(owner.id)
  })
})
