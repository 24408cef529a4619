import { v7 as uuidv7 } from 'uuid'
import { recordAttempt } from '@/lib/access/attempts'
import { notifyFullPlacements } from '@/lib/commands/effects/answer-changes'
import { attachFiles, attachmentChange } from '@/lib/commands/effects/attachments'
import { command } from '@/lib/commands/pipeline/execute'
import { deleteUnusedFiles, insertFile, setAttachmentsDeletedAt } from '@/lib/commands/rows/attachments'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { sizeOfFiles } from '@/lib/queries/attachments'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import * as schemas from '@/lib/schemas/attachments'
import { emptyOutput, idOutput } from '@/lib/schemas/outputs'

const MAX_UPLOADS_PER_HOUR = 1000

/**
 * Returns the command that stores an uploaded file as a draft of the user.
 * @param chunks reads the parts of the file from its start, each as large as a stored part
 */
export const storeFileCommand = (chunks: () => AsyncIterable<Buffer>) =>
  command({
    name: 'storeFile',
    input: schemas.storeFile,
    output: idOutput,
    // Locks the user, so that concurrent uploads do not exceed the quota together.
    on: () => ({ self: ['own', 'self', null] }),
    async run({ tx, grants }, { preview, thumbnail, ...file }) {
      const { id: userId } = grants.self.row
      // Without changes, the command does not count for the limit of commands.
      await recordAttempt([{ by: `uploads:${userId}`, max: MAX_UPLOADS_PER_HOUR, minutes: 60 }], tx)
      const limit = env.attachments.bytesPerUser
      const bytes = file.bytes + (preview?.length ?? 0) + (thumbnail?.length ?? 0)
      if ((await sizeOfFiles(tx, userId)) + bytes > limit) {
        throw new AppError('LIMIT_REACHED', { data: { what: 'files', limit } })
      }
      const id = uuidv7()
      const pictures = {
        preview: preview && Buffer.from(preview),
        thumbnail: thumbnail && Buffer.from(thumbnail),
      }
      await insertFile(tx, { ...file, ...pictures, id, createdBy: userId }, chunks())
      return { result: { id }, changes: [] }
    },
  })

/** Attaches uploaded files of the user to an event. */
export const attachFile = command({
  name: 'attachFile',
  input: schemas.attachFile,
  output: schemas.attachFileOutput,
  on: ({ event, files }) => ({ event: ['write', 'event', event], files: ['own', 'draft-files', files] }),
  async run({ tx, grants }) {
    const event = grants.event.row
    const { attachments, changes } = await attachFiles(
      tx,
      snapshotOf(event),
      event.attachments,
      grants.files.row.map(({ createdBy: _, createdAt: __, ...file }) => file),
    )
    return { result: { attachments }, changes }
  },
})

/** Removes an attachment from its event. It can be restored by undo until the trash is emptied. */
export const detachFile = command({
  name: 'detachFile',
  input: schemas.detachFile,
  output: idOutput,
  on: ({ id }) => ({ attachment: ['write', 'attachment', id] }),
  async run({ tx, grants, now }) {
    const { event: row, fileId: _, ...attachment } = grants.attachment.row
    const event = snapshotOf(row)
    const removed = await setAttachmentsDeletedAt(tx, [attachment.id], now)
    if (!removed.size) throw new AppError('NOT_FOUND')
    const changes = [
      attachmentChange(event, attachment, 'removed'),
      ...(await notifyFullPlacements(tx, [event])),
    ]
    return { result: { id: event.id }, changes }
  },
})

/** Deletes a file that the user has uploaded but not attached. */
export const discardFile = command({
  name: 'discardFile',
  input: schemas.discardFile,
  output: emptyOutput,
  on: ({ file }) => ({ files: ['own', 'draft-files', [file]] }),
  async run({ tx, grants }) {
    await deleteUnusedFiles(
      tx,
      grants.files.row.map(({ id }) => id),
    )
    return { result: {}, changes: [] }
  },
})
