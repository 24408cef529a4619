import type { FileHandle } from 'node:fs/promises'
import { db } from '@/db/client'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { canWrite } from '@/lib/access/nouns/event'
import type { Attachment } from '@/lib/calendar/attachment'
import { attachFile, discardFile, storeFileCommand } from '@/lib/commands/attachments'
import { refuseTooMany } from '@/lib/commands/effects/attachments'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { SNIFFED_BYTES, sniffType } from '@/lib/files/file-type'
import { readSpooled } from '@/lib/files/spool'
import { createUploads } from '@/lib/files/uploads'
import { attachmentLimitsOf, CHUNK_BYTES } from '@/lib/queries/attachments'
import { type AttachmentLimits, uploadQuery } from '@/lib/schemas/attachments'
import { parseInput } from '@/lib/schemas/parse-input'
import { requestActor } from './actor'
import { previewsOf } from './picture-file'

const receive = createUploads()

/** Larger pictures get no preview: they would take too much memory. */
const MAX_PREVIEWED_BYTES = 40 * 1024 * 1024

/**
 * Stores an uploaded file: as an attachment of an event, or as a draft. Checks permissions and limits before reading
 * the body. An upload that breaks off leaves nothing.
 * @throws AppError SIGNED_OUT, NOT_FOUND, FORBIDDEN, INVALID, TOO_LARGE, LIMIT_REACHED, TOO_MANY, UNAVAILABLE
 */
export async function storeUpload(
  request: Request,
): Promise<{ file: string; attachment: Attachment | null }> {
  const actor = await requestActor()
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const userId = userIdOf(actor)
  const { name, event } = parseInput(uploadQuery, Object.fromEntries(new URL(request.url).searchParams))
  if (event) await checkEvent(actor, event)
  const { bytesPerUser, usedBytes } = await readLimits(actor)
  const expected = Number(request.headers.get('content-length') ?? 0)
  if (expected > env.attachments.bytes) throw tooLarge()
  if (usedBytes + expected > bytesPerUser) throw quotaExceeded()
  return receive(userId, bytesOf(request), env.dataDir, async (file) => {
    const { id } = (
      await execute(
        actor,
        storeFileCommand(() => readChunks(file)),
        await propertiesOf(file, name),
        WEB,
      )
    ).result
    if (!event) return { file: id, attachment: null }
    try {
      const { result } = await execute(actor, attachFile, { event, files: [id] }, WEB)
      return { file: id, attachment: result.attachments[0]! }
    } catch (error) {
      await execute(actor, discardFile, { file: id }, WEB)
      throw error
    }
  })
}

const WEB = { origin: 'web' } as const

/** Returns the limits of attachments, and the size of all files of the user. @throws AppError SIGNED_OUT */
export async function requestAttachmentLimits(): Promise<AttachmentLimits> {
  const actor = await requestActor()
  userIdOf(actor)
  return readLimits(actor)
}

function readLimits(actor: Actor): Promise<AttachmentLimits> {
  return db.transaction(async (tx) => attachmentLimitsOf(tx, await grant(tx, actor, 'read', 'self', null)))
}

/** Checks whether the actor may attach another file to an event. Locks nothing while the file arrives. */
async function checkEvent(actor: Actor, event: string): Promise<void> {
  const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'event', event))
  if (!canWrite(row)) throw new AppError('FORBIDDEN')
  refuseTooMany(row.attachments.length + 1)
}

/** Yields a body up to the maximum size of a file. @throws AppError TOO_LARGE */
async function* bytesOf(request: Request): AsyncGenerator<Uint8Array> {
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new AppError('INVALID')
    })
    if (done) return
    size += value.length
    if (size > env.attachments.bytes) throw tooLarge()
    yield value
  }
}

function tooLarge(): AppError {
  const limit = env.attachments.bytes / 1024 / 1024
  return new AppError('TOO_LARGE', { fields: { file: { code: 'too_large', limit } } })
}

function quotaExceeded(): AppError {
  return new AppError('LIMIT_REACHED', { data: { what: 'files', limit: env.attachments.bytesPerUser } })
}

/** Returns what is stored about a file besides its bytes. */
async function propertiesOf(file: FileHandle, name: string) {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0)
  const type = sniffType(buffer.subarray(0, bytesRead), name)
  const isPicture = type.startsWith('image/') && size <= MAX_PREVIEWED_BYTES
  const previews = isPicture ? await previewsOf(() => readSpooled(file)) : null
  const { width = null, height = null, preview = null, thumbnail = null } = previews ?? {}
  return { name, type, bytes: size, width, height, preview, thumbnail }
}

/** Yields the bytes of a file in chunks of the size in which they are stored. */
async function* readChunks(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position)
    if (!bytesRead) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
