import type { Tx } from '@/db/client'
import type { Attachment, RecordedAttachment } from '@/lib/calendar/attachment'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Change } from '@/lib/commands/pipeline/changes'
import { filesOf, insertAttachments, setAttachmentsDeletedAt } from '@/lib/commands/rows/attachments'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { notifyFullPlacements } from './answer-changes'
import { currentEvents, type Rows } from './revert-changeset'

/** Returns the change of an added or removed attachment. `event` decides which streams get it (pipeline/routing.ts). */
export function attachmentChange(
  event: EventSnapshot,
  attachment: Attachment,
  op: 'added' | 'removed',
): Change {
  const recorded: RecordedAttachment = { ...attachment, span: event.span }
  return {
    ...{ stream: streamName('calendar', event.calendarId), entity: 'attachment', id: event.id, op, event },
    before: op === 'removed' ? recorded : null,
    after: op === 'added' ? recorded : null,
  }
}

/** Attaches files to an event that has others already. @throws AppError LIMIT_REACHED */
export async function attachFiles(
  tx: Tx,
  event: EventSnapshot,
  existing: readonly Attachment[],
  files: readonly Attachment[],
): Promise<{ attachments: Attachment[]; changes: Change[] }> {
  refuseTooMany(existing.length + files.length)
  const ids = await insertAttachments(
    tx,
    event.id,
    files.map(({ id }) => id),
  )
  const attachments = files.map((file, index) => ({ ...file, id: ids[index]! }))
  const changes = attachments.map((attachment) => attachmentChange(event, attachment, 'added'))
  return { attachments, changes: [...changes, ...(await notifyFullPlacements(tx, [event]))] }
}

/** @throws AppError LIMIT_REACHED if an event would have more attachments than allowed */
export function refuseTooMany(count: number): void {
  const limit = env.attachments.perEvent
  if (count > limit) throw new AppError('LIMIT_REACHED', { data: { what: 'attachments', limit } })
}

/**
 * Reverts added and removed attachments, unless they were removed or restored since, their files were deleted, or the
 * event would have too many.
 * @param calendars calendars of the changes: the actor may be unable to write in one that the event has since moved to
 */
export async function revertAttachments(
  tx: Tx,
  rows: Rows,
  calendars: ReadonlySet<string | undefined>,
  now: Date,
): Promise<{ changes: Change[]; kept: string[] }> {
  const kept: string[] = []
  const changes: Change[] = []
  const found = await currentEvents(tx, [...new Set(rows.map(({ entityId }) => entityId))])
  const touched = new Map<string, EventSnapshot>()
  for (const { entityId, before, after } of rows) {
    const { span: _, ...attachment } = (after ?? before ?? {}) as Partial<RecordedAttachment>
    const current = found.get(entityId)?.event
    const event = current && calendars.has(current.calendarId) ? current : undefined
    const isRestore = !after
    const changed =
      event && attachment.id !== undefined && (!isRestore || (await hasRoom(tx, entityId)))
        ? await setAttachmentsDeletedAt(tx, [attachment.id], isRestore ? null : now)
        : undefined
    if (!event || !changed?.size) {
      kept.push('attachment')
      continue
    }
    touched.set(event.id, event)
    changes.push(attachmentChange(event, attachment as Attachment, isRestore ? 'added' : 'removed'))
  }
  return { changes: [...changes, ...(await notifyFullPlacements(tx, [...touched.values()]))], kept }
}

async function hasRoom(tx: Tx, eventId: string): Promise<boolean> {
  return (await filesOf(tx, eventId)).length < env.attachments.perEvent
}
