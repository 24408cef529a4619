import type { RecordedAttachment } from '@/lib/calendar/attachment'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { canReadEventVersion } from './describe-event'
import type { AttachmentDescription } from './descriptions'
import { isRestore, type RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/** Describes an added or removed attachment for users who read the event in full, now and at that time. */
export function describeAttachment(
  change: RecordedChange,
  viewer: ChangeViewer,
): AttachmentDescription | null {
  const before = change.before as RecordedAttachment | null
  const after = change.after as RecordedAttachment | null
  const attachment = after ?? before
  const event = viewer.events.get(change.id)
  if (!attachment || event?.shown !== 'full') return null
  if (change.answeredVersion && !canReadEventVersion(change.answeredVersion, viewer)) return null
  return {
    kind: 'attachment',
    op: change.op === 'added' && isRestore(change) ? 'restored' : change.op,
    id: change.id,
    calendarId: calendarIdOfStream(change.stream)!,
    title: event.title,
    // The first date of the series would reveal its other occurrences.
    openAt: event.exists && !event.part?.isSingle ? { id: change.id, span: attachment.span } : null,
    changes: [{ occurrence: null, field: 'attachment', from: before?.name ?? null, to: after?.name ?? null }],
  }
}
