import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { invitationMailsJob } from '@/lib/commands/effects/guest-mails'
import { isMailEnabled } from '@/lib/mail/send'
import type { Consumer } from './consumer'

/** Time in which a new event can be corrected before its guests are mailed. */
const INVITATION_DELAY_MS = 30_000

/** Time after the last of several edits until they are mailed as one update. */
const UPDATE_DELAY_MS = 120_000

/** Schedules mails to the guests of changed events. Several edits within two minutes lead to one mail. */
export const invitationMailsConsumer: Consumer = async (tx, changes) => {
  if (!isMailEnabled()) return { changes: [] }
  const calendars = changes.flatMap(({ entity, id }) => (entity === 'calendar' ? id : []))
  const events = new Set(changes.flatMap(({ entity, id }) => (entity === 'event' ? id : [])))
  for (const id of await eventsWithGuests(tx, calendars)) events.add(id)
  for (const id of await seriesOfDeletedParts(tx, [...events])) events.add(id)
  const informed = await eventsWithSentMails(tx, [...events])
  const jobs = [...events].map((event) => {
    const delay = informed.has(event) ? UPDATE_DELAY_MS : INVITATION_DELAY_MS
    return invitationMailsJob(event, new Date(Date.now() + delay))
  })
  return { changes: [], jobs }
}

async function eventsWithGuests(tx: Tx, calendars: readonly string[]): Promise<string[]> {
  if (!calendars.length) return []
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct l.event_id as id from guest_links l join placements p on p.event_id = l.event_id and p.home
    where l.email is not null and l.revoked_at is null
      and p.calendar_id in (select jsonb_array_elements_text(${JSON.stringify(calendars)}::jsonb)::uuid)`)
  return rows.map(({ id }) => id)
}

/**
 * Returns the series from which deleted events were split off. Unsubscribed guests are not told that a series ends
 * earlier while a split-off event continues it. Deleting that event makes the mail due.
 */
async function seriesOfDeletedParts(tx: Tx, events: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct e.split_from as id from events e
    where e.id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)
      and e.split_from is not null and e.deleted_at is not null`)
  return rows.map(({ id }) => id)
}

async function eventsWithSentMails(tx: Tx, events: readonly string[]): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct l.event_id as id from guest_links l join sent_invitations s on s.guest_link_id = l.id
    where l.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`)
  return new Set(rows.map(({ id }) => id))
}
