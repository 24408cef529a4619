import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { settingsToArchive } from '@/lib/queries/archived-settings'
import { groupOverview } from '@/lib/queries/groups'
import { groupOverviewOutput } from '@/lib/schemas/groups'
import { as, errorOf, type Family, makeFamily, makeUser } from '@/test/database/fixtures'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { addManagedMember, removeManagedMember, updateManagedMember } from './managed-members'
import { updateProfile } from './users'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const birthdayOf = async (id: string) =>
  (await db.select({ birthday: users.birthday }).from(users).where(eq(users.id, id)))[0]!.birthday

/** Counts the stored changes and results of commands that contain a text. */
async function countInHistory(text: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select (select count(*) from changes c where c::text like ${`%${text}%`})::int
      + (select count(*) from changesets s where s::text like ${`%${text}%`})::int as count`)
  return row!.count
}

it('stores, exports and clears the birthday of a user', async () => {
  const { viewer } = family
  await as(viewer).run(updateProfile, { birthday: '1991-04-12' })
  expect(await settingsToArchive(db, viewer.id)).toMatchObject({ birthday: '1991-04-12' })
  await as(viewer).run(updateProfile, { birthday: null })
  expect(await birthdayOf(viewer.id)).toBeNull()
})

it('refuses a birthday that does not exist', async () => {
  const { detail } = await errorOf(as(family.viewer).run(updateProfile, { birthday: '--02-30' }))
  expect(detail.fields).toEqual({ birthday: { code: 'bad_birthday' } })
})

it('deletes the birthday with the account, also from the history', async () => {
  await makeUser('keeper')
  const { editor } = family
  await as(editor).run(updateProfile, { birthday: '1987-03-09' })
  await deleteAccountOf(editor)
  expect(await birthdayOf(editor.id)).toBeNull()
  expect(await countInHistory('1987-03-09')).toBe(0)
})

it('stores, changes and deletes the birthday of a member without an account, and none in the history', async () => {
  const { owner, viewer, group } = family
  const mia = { group, name: 'Mia', birthday: '2019-08-07' }
  const { user } = (await as(owner).run(addManagedMember, mia)).result
  const members = async () =>
    groupOverviewOutput.parse(
      await db.transaction(async (tx) => groupOverview(tx, await grant(tx, viewer, 'read', 'group', group))),
    ).members
  expect(await members()).toContainEqual(expect.objectContaining({ userId: user, birthday: '2019-08-07' }))
  await as(owner).run(updateManagedMember, { group, user, name: 'Mia Lou' })
  expect(await birthdayOf(user)).toBe('2019-08-07')
  await as(owner).run(updateManagedMember, { group, user, birthday: '--08-08' })
  expect(await birthdayOf(user)).toBe('--08-08')
  await as(owner).run(removeManagedMember, { group, user })
  expect(await birthdayOf(user)).toBeNull()
  expect(await countInHistory('2019-08-07')).toBe(0)
})
