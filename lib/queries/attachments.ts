import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { attachmentFiles } from '@/db/schema/attachments'
import type { Grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import type { AttachmentLimits } from '@/lib/schemas/attachments'

/** Size of the stored parts of a file. */
export const CHUNK_BYTES = 256 * 1024

/** A range of the bytes of a file; `end` is exclusive. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Yields a range of the bytes of an attachment, with one stored part in memory at a time. No database connection is
 * held between two parts.
 */
export async function* attachmentBytes(
  db: Db,
  { row }: Grant<'read', 'attachment'>,
  { start, end }: ByteRange,
): AsyncGenerator<Uint8Array> {
  for (let index = Math.floor(start / CHUNK_BYTES); index * CHUNK_BYTES < end; index++) {
    const [chunk] = await db.execute<{ data: Uint8Array }>(sql`
      select data from attachment_chunks where file_id = ${row.fileId} and index = ${index}`)
    // The file was deleted in the meantime: breaking off tells the client that the body is incomplete.
    if (!chunk) throw new Error('a part of an attachment is missing')
    const from = index * CHUNK_BYTES
    yield chunk.data.subarray(Math.max(start - from, 0), end - from)
  }
}

/** Returns a preview of an attachment; null if it is no picture. */
export async function attachmentPreview(
  db: Db,
  { row }: Grant<'read', 'attachment'>,
  form: 'preview' | 'thumbnail',
): Promise<Buffer | null> {
  const [file] = await db
    .select({ data: attachmentFiles[form] })
    .from(attachmentFiles)
    .where(eq(attachmentFiles.id, row.fileId))
  return file?.data ?? null
}

/** Returns the limits of attachments, and the size of all files of the user. */
export async function attachmentLimitsOf(db: Db, { row }: Grant<'read', 'self'>): Promise<AttachmentLimits> {
  return { ...env.attachments, usedBytes: await sizeOfFiles(db, row.id) }
}

/**
 * Returns the size of all files of a user and their previews, in bytes: drafts, attachments, and files in the trash. A
 * preview can be a hundred times as large as its picture. `octet_length` does not read values stored outside the row.
 */
export async function sizeOfFiles(db: Db, userId: string): Promise<number> {
  const { bytes } = singleRow(
    await db.execute<{ bytes: number }>(sql`
      select coalesce(sum(bytes + coalesce(octet_length(preview), 0) + coalesce(octet_length(thumbnail), 0)), 0)::float8
        as bytes from attachment_files where created_by = ${userId}`),
  )
  return bytes
}
