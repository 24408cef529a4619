import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { hasBlocked, isSenderBlocked } from '@/lib/access/blocked-users'
import { isAttendee, isHiddenFrom } from '@/lib/access/visibility'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { HistoryField } from '@/lib/calendar/history'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import { describeCommand } from '@/lib/queries/changes/describe-change'
import { type EventDescription, singleOccurrence } from '@/lib/queries/changes/descriptions'
import { combineChanges, type RecordedChange } from '@/lib/queries/changes/recorded-change'
import { calendarOf } from '@/lib/realtime/channels'
import type { Happening, Notice } from './notice'
import type { Viewers } from './viewers'

/** Fields whose change attendees are told of. */
const NOTIFIED_FIELDS: readonly HistoryField[] = [
  ...(['title', 'span', 'rules', 'dates', 'location', 'description', 'url', 'status', 'exists'] as const),
]

/** A command that changes more events than this gives members of a group a single notification. */
const MAX_SEPARATE_EVENTS = 4

/** Returns who is told of a changed event, and how it concerns them. */
export async function eventNotices(
  tx: Tx,
  happening: Happening,
  viewers: Viewers,
  now: number,
): Promise<Notice[]> {
  const { change } = happening
  const combined = combineChanges(happening.related).find(({ id }) => id === change.id)
  // The part that a split adds is told of with the series, and a move to another calendar in the stream of that one.
  if (!combined || (change.op === 'removed' && combined.after)) return []
  const { before, after, splitOff } = versionsOf(combined)
  if (isOver(splitOff ?? after, now) && isOver(before, now)) return []
  const concerned = usersOf(before, after).filter((id) => id !== change.by)
  const members = await membersToTell(tx, calendarOf(change.stream)!)
  const declined = concerned.length ? await declinedBy(tx, change.id) : new Set()
  const notices: Notice[] = []
  for (const userId of new Set([...concerned, ...members])) {
    if (userId === change.by) continue
    const wasInvited = before !== null && isAttendee(before, userId)
    const isInvited = after !== null && isAttendee(after, userId) && !isHiddenFrom(after, userId)
    if (wasInvited && declined.has(userId)) continue
    const notice = { ...aboutEvent(happening), userId }
    if (isInvited && !wasInvited) {
      if (change.by && (await hasBlocked(tx, userId, change.by))) continue
      notices.push({ ...notice, kind: 'invited' })
      continue
    }
    const description = await descriptionFor(happening, userId, viewers)
    const kind = description && kindOf(description, wasInvited, members.has(userId))
    if (kind) notices.push({ ...notice, kind, recurrenceId: singleOccurrence(description.changes) })
  }
  notices.push(...(await addressNotices(tx, happening, before, after)))
  return oneForMany(tx, happening, notices)
}

/** Tells the accounts that have verified a newly invited address, in the app: the address gets a mail of its own. */
async function addressNotices(
  tx: Tx,
  happening: Happening,
  before: EventSnapshot | null,
  after: EventSnapshot | null,
): Promise<Notice[]> {
  const known = new Set(addressesOf(before))
  const added = addressesOf(after).filter((email) => !known.has(email))
  if (!after || !added.length) return []
  const by = happening.change.by
  const rows = await tx.execute<{ id: string }>(sql`
    select u.id from users u where u.deleted_at is null and u.email_verified is not null
      and u.email in (select jsonb_array_elements_text(${JSON.stringify(added)}::jsonb))
      and not ${by ? isSenderBlocked(sql`u.id`, sql`${by}::uuid`) : sql`false`}`)
  return rows.flatMap(({ id: userId }) =>
    userId === by || isAttendee(after, userId) || isHiddenFrom(after, userId)
      ? []
      : [{ ...aboutEvent(happening), userId, kind: 'invited', channels: ['in-app'] }],
  )
}

/** Returns the invited addresses, in lower case. */
function addressesOf(event: EventSnapshot | null): string[] {
  return (event?.attendees ?? []).flatMap(({ userId, email }) =>
    userId || !email ? [] : email.toLowerCase(),
  )
}

function aboutEvent({ change, seq }: Happening) {
  return { eventId: change.id, stream: change.stream, seq, by: change.by }
}

function versionsOf({ before, after, splitOff = null }: RecordedChange) {
  return { before: before as EventSnapshot | null, after: after as EventSnapshot | null, splitOff }
}

/** Whether all of an event is past, so that its changes concern nobody any more. */
function isOver(event: EventSnapshot | null, now: number): boolean {
  return !event || boundsOfSeries(event).to < now
}

/** Returns the attendees with an account, before and after. */
function usersOf(...versions: (EventSnapshot | null)[]): string[] {
  return versions.flatMap((version) => {
    if (!version) return []
    const own = Object.values(version.overrides ?? {}).flatMap(({ attendees = [] }) => attendees)
    return [...version.attendees, ...own].flatMap(({ userId }) => userId ?? [])
  })
}

async function descriptionFor(
  { change, related }: Happening,
  userId: string,
  viewers: Viewers,
): Promise<EventDescription | undefined> {
  const described = describeCommand(related, await viewers.of(userId))
  const own = described.find(({ change: { id, entity } }) => id === change.id && entity === 'event')
  return own?.description.kind === 'event' ? own.description : undefined
}

/** Returns how a change concerns a user; undefined if it does not. */
function kindOf(
  { op, changes }: EventDescription,
  wasInvited: boolean,
  isMember: boolean,
): NotificationKind | undefined {
  const told = changes.filter(({ field }) => NOTIFIED_FIELDS.includes(field))
  if (op === 'changed' && !told.length) return undefined
  if (!wasInvited) return isMember ? 'calendar-changed' : undefined
  if (op === 'removed') return 'cancelled'
  const isCancelled = told.some(
    ({ field, to }) => (field === 'status' && to === 'cancelled') || (field === 'exists' && to === false),
  )
  return isCancelled ? 'cancelled' : 'changed'
}

/** Returns the members of the calendar's group who want to know of all its events. */
async function membersToTell(tx: Tx, calendarId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct m.user_id as id
    from calendars c join members m on m.group_id = c.owner_group_id
      join notification_settings s on s.user_id = m.user_id and s.kind = 'calendar-changed' and s.mode <> 'off'
    where c.id = ${calendarId}`)
  return new Set(rows.map(({ id }) => id))
}

/** Returns the users who have declined the event or the whole series. */
async function declinedBy(tx: Tx, eventId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select user_id as id from answers
    where event_id = ${eventId} and user_id is not null and status = 'declined' and recurrence_id is null`)
  return new Set(rows.map(({ id }) => id))
}

/** Replaces the notices of a command that changed many events by one about the calendar. */
async function oneForMany(tx: Tx, { change }: Happening, notices: Notice[]): Promise<Notice[]> {
  if (!notices.some(({ kind }) => kind === 'calendar-changed')) return notices
  const [command] = await tx.execute<Columns<{ events: number; first: number }>>(sql`
    select count(distinct entity_id)::int as events, min(seq)::int as first from changes
    where changeset_id = ${change.changeset} and stream = ${change.stream} and entity = 'event'`)
  if (!command || command.events <= MAX_SEPARATE_EVENTS) return notices
  const calendarId = calendarOf(change.stream)!
  return notices.map((notice) =>
    notice.kind === 'calendar-changed'
      ? { ...notice, eventId: null, recurrenceId: null, calendarId, seq: command.first }
      : notice,
  )
}
