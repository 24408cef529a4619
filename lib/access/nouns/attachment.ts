import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { attachmentFiles, attachments } from '@/db/schema/attachments'
import type { Attachment } from '@/lib/calendar/attachment'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { type EventRow, loadEvent } from './event'
import { loadInvitedEvent } from './invited-event'

export interface AttachmentRow extends Attachment {
  fileId: string
  event: EventRow
}

/**
 * Loads an attachment of an event. `read` is for users who see the event in full, and for guests with a link of their
 * own; `write` is to remove it, for users who may write the event.
 */
export async function loadAttachment(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'attachment'>,
): Promise<LoadedTarget<AttachmentRow, 'attachment'> | undefined> {
  const [known] = await tx
    .select({ fileId: attachments.fileId, eventId: attachments.eventId })
    .from(attachments)
    .where(and(eq(attachments.id, id), isNull(attachments.deletedAt)))
  if (!known) return undefined
  const load = actor.kind === 'guest' ? loadInvitedEvent : loadEvent
  const event = await load(tx, actor, known.eventId, verb)
  // The event may no longer list it, or not show it to this actor.
  const attachment = event?.row.attachments.find((attachment) => attachment.id === id)
  if (!event || !attachment) return undefined
  return {
    row: { ...attachment, fileId: known.fileId, event: event.row },
    isVisible: event.isVisible && event.row.shown === 'full',
    allows: (verb) => event.allows(verb),
  }
}

export type DraftFileRow = Omit<typeof attachmentFiles.$inferSelect, 'preview' | 'thumbnail'>

/** Loads files that the user has uploaded and not attached yet. All of them must exist. */
export async function loadDraftFiles(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<LoadedTarget<DraftFileRow[], 'draft-files'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const wanted = [...new Set(ids)]
  const row = await tx
    .select(DRAFT_COLUMNS)
    .from(attachmentFiles)
    .where(
      and(
        inArray(attachmentFiles.id, wanted),
        eq(attachmentFiles.createdBy, actor.id),
        sql`not exists (select 1 from attachments a where a.file_id = ${attachmentFiles.id})`,
      ),
    )
    .orderBy(attachmentFiles.id)
    .for('update')
  return { row, isVisible: row.length === wanted.length, allows: () => true }
}

const { preview: _, thumbnail: __, ...DRAFT_COLUMNS } = getTableColumns(attachmentFiles)
