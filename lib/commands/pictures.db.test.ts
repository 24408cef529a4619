import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { groups } from '@/db/schema/groups'
import { pictures } from '@/db/schema/pictures'
import { users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { as, codeOf, type Family, makeFamily, type TestUser } from '@/test/database/fixtures'
import { deleteGroup } from './groups'
import { removeMember } from './members'
import { removePicture, setPicture } from './pictures'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const image = { type: 'image/webp', width: 256, height: 256, data: new Uint8Array([1, 2, 3]) } as const

/** Sets the picture of a user or group. @returns its id */
async function uploadPicture(testUser: TestUser, group?: string): Promise<string> {
  const { result } = await as(testUser).run(setPicture, { group, image })
  return result.path.split('/').at(-1)!
}

const countStored = async (id: string) => (await db.select().from(pictures).where(eq(pictures.id, id))).length
const seenBy = async (id: string) => {
  const answers: Record<string, string> = {}
  for (const role of ['owner', 'viewer', 'sharee', 'stranger'] as const) {
    answers[role] = await as(family[role]).requestGrant('read', 'picture', id)
  }
  return answers
}

describe('a picture', () => {
  it('shows the picture of a user to members of common groups', async () => {
    const id = await uploadPicture(family.editor)
    expect(await seenBy(id)).toEqual({
      owner: 'ok',
      viewer: 'ok',
      sharee: 'NOT_FOUND',
      stranger: 'NOT_FOUND',
    })
    expect(await as(family.editor).requestGrant('read', 'picture', id)).toBe('ok')
    expect(await as(NOBODY).requestGrant('read', 'picture', id)).toBe('SIGNED_OUT')
    await as(family.owner).run(removeMember, { group: family.group, user: family.editor.id })
    expect(await as(family.owner).requestGrant('read', 'picture', id)).toBe('NOT_FOUND')
    expect(await as(family.editor).requestGrant('read', 'picture', id)).toBe('ok')
  })

  it('shows the picture of a group to members and lets admins set it', async () => {
    const { owner, admin, editor, stranger, group } = family
    const id = await uploadPicture(admin, group)
    expect(await seenBy(id)).toEqual({
      owner: 'ok',
      viewer: 'ok',
      sharee: 'NOT_FOUND',
      stranger: 'NOT_FOUND',
    })
    expect(await codeOf(uploadPicture(editor, group))).toBe('FORBIDDEN')
    expect(await codeOf(uploadPicture(stranger, group))).toBe('NOT_FOUND')
    expect(await codeOf(as(NOBODY).run(setPicture, { image }))).toBe('SIGNED_OUT')
    await as(owner).run(deleteGroup, { group })
    expect(await as(owner).requestGrant('read', 'picture', id)).toBe('NOT_FOUND')
  })

  it('deletes the former picture when it is replaced, also by concurrent uploads, or removed', async () => {
    const { editor, owner, group } = family
    const first = await uploadPicture(editor)
    const ids = await Promise.all([uploadPicture(editor), uploadPicture(editor), uploadPicture(editor)])
    expect(await countStored(first)).toBe(0)
    const counts = await Promise.all(ids.map(countStored))
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(1)
    const [row] = await db.select().from(users).where(eq(users.id, editor.id))
    expect(row!.image).toBe(`/api/pictures/${ids[counts.indexOf(1)]}`)

    const groupPicture = await uploadPicture(owner, group)
    await as(owner).run(removePicture, { group })
    expect(await countStored(groupPicture)).toBe(0)
    expect((await db.select().from(groups).where(eq(groups.id, group)))[0]!.image).toBeNull()
    await as(editor).run(removePicture, {})
    expect(await countStored(ids[counts.indexOf(1)]!)).toBe(0)
    expect((await as(editor).run(removePicture, {})).changeset).toBeNull()
  })

  it('hides a picture that is no longer used', async () => {
    const id = await uploadPicture(family.editor)
    await db.update(users).set({ image: null }).where(eq(users.id, family.editor.id))
    expect(await as(family.editor).requestGrant('read', 'picture', id)).toBe('NOT_FOUND')
  })
})
