import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { attachmentChunks, attachmentFiles, attachments } from '@/db/schema/attachments'
import { TRASH_DAYS } from '@/lib/calendar/trash'

type NewFile = Omit<typeof attachmentFiles.$inferInsert, 'createdAt'>

/** Time for which a file without an attachment is kept. */
const DRAFT_HOURS = 24

/** Stores a file. Each part is sent after the previous one is stored, so that only one is in memory. */
export async function insertFile(tx: Tx, file: NewFile, chunks: AsyncIterable<Buffer>): Promise<void> {
  await tx.insert(attachmentFiles).values(file)
  let index = 0
  for await (const data of chunks) {
    await tx.insert(attachmentChunks).values({ fileId: file.id, index: index++, data })
  }
}

/** Attaches files to an event. Returns the ids of the attachments, in the order of the files. */
export async function insertAttachments(
  tx: Tx,
  eventId: string,
  fileIds: readonly string[],
): Promise<string[]> {
  const rows = fileIds.map((fileId) => ({ id: uuidv7(), eventId, fileId }))
  if (rows.length) await tx.insert(attachments).values(rows)
  return rows.map(({ id }) => id)
}

/** Attaches the files of a series to the part that was split off. */
export async function copyAttachmentsToSplit(tx: Tx, from: string, to: string): Promise<void> {
  await insertAttachments(tx, to, await filesOf(tx, from))
}

/**
 * Returns the ids of the files that are attached to an event, in order. They cannot be deleted permanently until the
 * transaction ends.
 */
export async function filesOf(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx
    .select({ fileId: attachments.fileId })
    .from(attachments)
    .where(and(eq(attachments.eventId, eventId), isNull(attachments.deletedAt)))
    .orderBy(attachments.id)
    .for('key share')
  return rows.map(({ fileId }) => fileId)
}

/** Removes attachments from their events, or restores them. Returns the ids of those that it changed. */
export async function setAttachmentsDeletedAt(
  tx: Tx,
  ids: readonly string[],
  deletedAt: Date | null,
): Promise<Set<string>> {
  if (!ids.length) return new Set()
  const isToChange = deletedAt ? isNull(attachments.deletedAt) : sql`${attachments.deletedAt} is not null`
  const rows = await tx
    .update(attachments)
    .set({ deletedAt })
    .where(and(inArray(attachments.id, [...ids]), isToChange))
    .returning({ id: attachments.id })
  return new Set(rows.map(({ id }) => id))
}

/** Deletes those of the files that no event refers to, not even an attachment in the trash. */
export async function deleteUnusedFiles(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length)
    await tx.delete(attachmentFiles).where(and(inArray(attachmentFiles.id, [...ids]), IS_UNUSED))
}

/** Deletes the files of a user that are attached to no event, when the account is deleted. */
export async function deleteDraftsOf(tx: Tx, userId: string): Promise<void> {
  await tx.delete(attachmentFiles).where(and(eq(attachmentFiles.createdBy, userId), IS_UNUSED))
}

/** Returns the files of events that are about to be deleted permanently. */
export async function filesOfEvents(tx: Tx, events: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct file_id as id from attachments
    where event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`)
  return rows.map(({ id }) => id)
}

/** Deletes attachments that were removed 30 days ago, and draft files that were never attached. */
export async function purgeAttachments(tx: Tx): Promise<void> {
  await tx.delete(attachments).where(lt(attachments.deletedAt, sql`now() - ${TRASH_DAYS} * interval '1 day'`))
  await tx
    .delete(attachmentFiles)
    .where(and(lt(attachmentFiles.createdAt, sql`now() - ${DRAFT_HOURS} * interval '1 hour'`), IS_UNUSED))
}

const IS_UNUSED = sql`not exists (select 1 from attachments a where a.file_id = ${attachmentFiles.id})`
