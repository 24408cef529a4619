import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { HistoryField } from '@/lib/calendar/history'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { describeCommand } from '@/lib/queries/changes/describe-change'
import { type EventDescription, singleOccurrence } from '@/lib/queries/changes/descriptions'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { type BulkEdits, bulkEditsOf } from './bulk-edits'
import { type EditRecipients, recipientsOfEdits } from './edit-recipients'
import type { Notice, StreamChange } from './notice'
import { editOf, type NoticedEdit } from './noticed-edit'
import type { Viewers } from './viewers'

/** Fields whose changes attendees are notified of. */
const NOTIFIED_FIELDS: readonly HistoryField[] = [
  ...(['title', 'span', 'rules', 'dates', 'location', 'description', 'url', 'status', 'exists'] as const),
]

/**
 * Returns the notifications of changed events of a stream, by change. The number of queries does not depend on the
 * number of events and users.
 */
export async function eventNotices(
  tx: Tx,
  streamChanges: readonly StreamChange[],
  viewers: Viewers,
  now: number,
): Promise<Map<StreamChange, Notice[]>> {
  const edits = streamChanges.flatMap((streamChange) => editOf(streamChange, now) ?? [])
  if (!edits.length) return new Map()
  const recipients = await recipientsOfEdits(tx, edits)
  const bulk = await bulkEditsOf(tx, edits, recipients.members)
  const readers = edits.flatMap((edit) => possibleRecipients(edit, recipients, bulk))
  await viewers.load(readers)
  const participants = await gatheringParticipantsOf(tx, edits)
  return new Map(
    edits.map((edit) => {
      const notices = noticesOf(edit, recipients, bulk, viewers)
      const known = participants.get(edit.streamChange.change.id)
      return [
        edit.streamChange,
        known ? notices.filter(({ userId }) => !known.has(userId)) : notices,
      ] as const
    }),
  )
}

/**
 * Returns the participants of gatherings by event, for events that locking or cancelling a gathering has changed: they
 * are notified of the gathering.
 */
async function gatheringParticipantsOf(
  tx: Tx,
  edits: readonly NoticedEdit[],
): Promise<Map<string, ReadonlySet<string>>> {
  const events = edits.flatMap(({ streamChange: { change } }) =>
    change.command === 'lockGathering' || change.command === 'cancelGathering' ? change.id : [],
  )
  if (!events.length) return new Map()
  const rows = await tx.execute<{ event: string; users: string[] }>(sql`
    select g.event_id as event, array_agg(p.user_id::text) as users from gatherings g
      join gathering_participants p on p.gathering_id = g.id and p.user_id is not null and p.revoked_at is null
    where g.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid) and g.deleted_at is null
    group by g.event_id`)
  return new Map(rows.map(({ event, users }) => [event, new Set(users)]))
}

/** Returns the users who are notified of an edit if they may read it, without the users whom the edit invites. */
function possibleRecipients(
  edit: NoticedEdit,
  { members, hasDeclined }: EditRecipients,
  bulk: BulkEdits,
): string[] {
  const { by, id } = edit.streamChange.change
  const attending = [...edit.attendedBefore].filter((userId) => !hasDeclined(id, userId))
  const others = [...members, ...edit.attendsNow].filter(
    (userId) =>
      !edit.attendedBefore.has(userId) && !edit.invited.has(userId) && !bulk.isNotified(edit, userId),
  )
  return [...new Set([...attending, ...others])].filter((userId) => userId !== by)
}

function noticesOf(
  edit: NoticedEdit,
  recipients: EditRecipients,
  bulk: BulkEdits,
  viewers: Viewers,
): Notice[] {
  const { change, seq } = edit.streamChange
  const about = { eventId: change.id, stream: change.stream, seq, by: change.by }
  const invited = [...edit.invited].filter(
    (userId) =>
      // The participants of a gathering are notified of the time that was chosen.
      change.command !== 'lockGathering' && userId !== change.by && !recipients.hasBlocked(userId, change.by),
  )
  const changed = possibleRecipients(edit, recipients, bulk).flatMap((userId): Notice[] => {
    const description = descriptionFor(edit, userId, viewers)
    const wasInvited = edit.attendedBefore.has(userId)
    const kind = description && notificationKind(description, wasInvited, recipients.members.has(userId))
    if (!kind) return []
    const first = kind === 'calendar-changed' ? bulk.notifyOnce(edit, userId) : undefined
    return [
      first === undefined
        ? { ...about, userId, kind, recurrenceId: singleOccurrence(description.changes) }
        : {
            ...about,
            userId,
            kind,
            eventId: null,
            calendarId: calendarIdOfStream(change.stream)!,
            seq: first,
          },
    ]
  })
  return [
    ...invited.map((userId): Notice => ({ ...about, userId, kind: 'invited' })),
    ...changed,
    // In the app only: the address gets a mail of its own.
    ...recipients
      .accountsInvitedBy(edit)
      .map((userId): Notice => ({ ...about, userId, kind: 'invited', channels: ['in-app'] })),
  ]
}

function descriptionFor(
  { streamChange: { change, related } }: NoticedEdit,
  userId: string,
  viewers: Viewers,
): EventDescription | undefined {
  const described = describeCommand(related, viewers.of(userId))
  const edited = described.find(({ change: { id, entity } }) => id === change.id && entity === 'event')
  return edited?.description.kind === 'event' ? edited.description : undefined
}

/** Returns the kind of notification that a user gets of a change; undefined for none. */
function notificationKind(
  { op, changes }: EventDescription,
  wasInvited: boolean,
  isMember: boolean,
): NotificationKind | undefined {
  const notified = changes.filter(({ field }) => NOTIFIED_FIELDS.includes(field))
  if (op === 'changed' && !notified.length) return undefined
  if (!wasInvited) return isMember ? 'calendar-changed' : undefined
  if (op === 'removed') return 'cancelled'
  const isCancelled = notified.some(
    ({ field, to }) => (field === 'status' && to === 'cancelled') || (field === 'exists' && to === false),
  )
  return isCancelled ? 'cancelled' : 'changed'
}
