import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { groups } from '@/db/schema/groups'
import { pictures } from '@/db/schema/pictures'
import { users } from '@/db/schema/users'
import type { GroupRow } from '@/lib/access/nouns/group'
import { pathOfPicture } from '@/lib/access/nouns/picture'
import type { UserRow } from '@/lib/access/nouns/user'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/pictures'

/** Sets the picture of the user or of a group, and deletes the former one. */
export const setPicture = command({
  name: 'setPicture',
  input: schemas.setPicture,
  output: schemas.setPictureOutput,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants }, { image }) {
    const self = grants.self.row
    const id = uuidv7()
    const data = Buffer.from(image.data)
    await tx.insert(pictures).values({ ...image, data, id, createdBy: self.id })
    const path = pathOfPicture(id)
    return { result: { path }, changes: await setImage(tx, self, grants.group?.row, path) }
  },
})

/** Removes the picture of the user or of a group; initials are shown instead. */
export const removePicture = command({
  name: 'removePicture',
  input: schemas.pictureOf,
  output: schemas.removePictureOutput,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants }) {
    const [self, group] = [grants.self.row, grants.group?.row]
    const changes = (group ?? self).image ? await setImage(tx, self, group, null) : []
    return { result: { path: null }, changes }
  },
})

async function setImage(
  tx: Tx,
  self: UserRow,
  group: GroupRow | undefined,
  path: string | null,
): Promise<Change[]> {
  const owner = group ?? self
  if (group) await tx.update(groups).set({ image: path }).where(eq(groups.id, group.id))
  else await tx.update(users).set({ image: path }).where(eq(users.id, self.id))
  if (owner.image) await deletePicture(tx, owner.image)
  const kind = group ? 'group' : 'user'
  const change = { entity: kind, id: owner.id, op: 'changed' } as const
  return [
    {
      stream: streamName(kind, owner.id),
      ...change,
      before: { image: owner.image },
      after: { image: path },
    },
  ]
}

/** Deletes a picture by its path. */
async function deletePicture(tx: Tx, path: string): Promise<void> {
  const id = path.startsWith(pathOfPicture('')) ? path.slice(pathOfPicture('').length) : undefined
  if (id) await tx.delete(pictures).where(eq(pictures.id, id))
}
