import { z } from 'zod'
import { ATTACHMENT_FORMS } from '@/lib/calendar/attachment'
import { toPlainName } from '@/lib/calendar/text'
import { count } from './outputs'
import { rejectFarTooLong, uuid } from './text'

const MAX_NAME_LENGTH = 200

/**
 * The name of a file without folders, and without invisible and directional characters, which would disguise its
 * extension.
 */
const attachmentName = z
  .string()
  .check(rejectFarTooLong(MAX_NAME_LENGTH * 4, MAX_NAME_LENGTH))
  .transform((name) => shorten(toPlainName(name.split(/[/\\]/).at(-1)!)) || 'file')

/** Shortens a name and keeps its extension. */
function shorten(name: string): string {
  if (name.length <= MAX_NAME_LENGTH) return name
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  return name.slice(0, MAX_NAME_LENGTH - extension.length) + extension
}

/** An attachment as clients see it. */
export const attachment = z.strictObject({
  id: uuid,
  name: z.string(),
  type: z.string(),
  /** Size of the file; width and height are those of the preview, in pixels. */
  bytes: count,
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
})

/**
 * Parameters of an upload: the name of the file, and the event to attach it to. Without an event, the file is a draft:
 * it waits until a new event is saved.
 */
export const uploadQuery = z.object({ name: attachmentName, event: uuid.optional() }).strict()

const picture = z.instanceof(Uint8Array).nullable()

/** Stores an uploaded file (lib/http/attachments.ts). */
export const storeFile = z
  .object({
    name: z.string(),
    type: z.string(),
    /** Size of the file; width and height are those of the preview, in pixels. */
    bytes: count,
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    preview: picture,
    thumbnail: picture,
  })
  .strict()

/** Id of the stored file, and the attachment if it was uploaded for an event. */
export const uploadOutput = z.strictObject({ file: uuid, attachment: attachment.nullable() })

/** Attaches files that the user has uploaded as drafts. */
export const attachFile = z.object({ event: uuid, files: z.array(uuid).min(1).max(1000) }).strict()

export const attachFileOutput = z.strictObject({ attachments: z.array(attachment) })

/** Removes an attachment from its event. */
export const detachFile = z.object({ id: uuid }).strict()

/** Deletes a file that was uploaded as a draft. */
export const discardFile = z.object({ file: uuid }).strict()

/** Parameters of a download: the file itself, or one of its previews. */
export const attachmentQuery = z.object({ form: z.enum(ATTACHMENT_FORMS).default('file') })

/** Limits of attachments, and how much of them the user has used. */
export const attachmentLimits = z.strictObject({
  /** Maximum number of attachments. */
  perEvent: count,
  /** Maximum size of a file. */
  bytes: count,
  /** Maximum size of all files of a user. */
  bytesPerUser: count,
  /** Total size of the files of this user. */
  usedBytes: count,
})

export type AttachmentLimits = z.output<typeof attachmentLimits>
