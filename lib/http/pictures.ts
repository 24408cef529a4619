import { db } from '@/db/client'
import { userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { canManageGroup } from '@/lib/calendar/roles'
import { setPicture } from '@/lib/commands/pictures'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { readSpooled } from '@/lib/files/spool'
import { createUploads } from '@/lib/files/uploads'
import { parseInput } from '@/lib/schemas/parse-input'
import { pictureOf } from '@/lib/schemas/pictures'
import { uuid } from '@/lib/schemas/text'
import { requestActor } from './actor'
import { pictureBytes, shrinkPicture } from './picture-file'

const receive = createUploads()

/**
 * Stores an uploaded picture of the user or of a group. Checks permissions before reading the body.
 * @throws AppError SIGNED_OUT, NOT_FOUND, FORBIDDEN, INVALID, TOO_LARGE, TOO_MANY, UNAVAILABLE
 */
export async function storePicture(request: Request): Promise<{ path: string }> {
  const actor = await requestActor()
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const userId = userIdOf(actor)
  const target = parseInput(pictureOf, Object.fromEntries(new URL(request.url).searchParams))
  if (target.group) {
    const { group } = target
    const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'group', group))
    if (!canManageGroup(row.role)) throw new AppError('FORBIDDEN')
  }
  const image = await receive(userId, pictureBytes(request), env.dataDir, (file) =>
    shrinkPicture(() => readSpooled(file)),
  )
  return (await execute(actor, setPicture, { ...target, image }, { origin: 'web' })).result
}

/** Serves a picture. The content of a path never changes: a new picture has a new path. */
export async function servePicture(request: Request, rawId: string): Promise<Response> {
  const actor = await requestActor()
  userIdOf(actor)
  const id = parseInput(uuid, rawId)
  const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'picture', id))
  const headers = {
    ETag: `"${row.id}"`,
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
  if (request.headers.get('if-none-match')?.includes(headers.ETag)) {
    return new Response(null, { status: 304, headers })
  }
  return new Response(new Uint8Array(row.data), { headers: { ...headers, 'Content-Type': row.type } })
}
