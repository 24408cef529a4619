import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { EventSnapshot } from '@/lib/calendar/event'
import { everyoneIn, guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import type { Job } from '@/lib/queue'
import { guestUserId } from '@/lib/realtime/channels'
import type { Consumer, HandledChange } from './consumer'

/** A guest's link. */
interface PageLink {
  id: string
  event: string
  email: string | null
  name: string | null
  /** Whether guests do not see each other. */
  isListHidden: boolean
  /** Whether guests see comments. */
  showsComments: boolean
}

/**
 * Pings the pages of the guests of changed events, and closes the connections of guests who were removed. While the
 * guest list is hidden, an answer concerns only the guest who gave it. Comments concern guests who may see them,
 * and sign-up sheets all guests.
 * Deleting or restoring a calendar concerns the guests of all its events.
 */
export const guestPagesConsumer: Consumer = async (tx, changes) => {
  const calendars = changes.flatMap(({ entity, id }) => (entity === 'calendar' ? id : []))
  const inCalendars = new Set(await eventsWithLinks(tx, calendars))
  const events = changes.flatMap((change) => eventOf(change) ?? [])
  const links = await linksOf(tx, [...new Set([...events, ...inCalendars])])
  const changed = new Set(links.flatMap(({ id, event }) => (inCalendars.has(event) ? id : [])))
  const removed = new Set<string>()
  for (const change of changes) {
    const changedEvent = eventOf(change)
    const removedKeys = removedBy(change)
    const answerer = change.entity === 'answer' && personKey((change.after ?? change.before) as Participant)
    for (const { id, event, isListHidden, showsComments, ...person } of links) {
      if (event !== changedEvent || (change.entity === 'comment' && !showsComments)) continue
      const key = personKey(guestParticipant(person))
      if (removedKeys.has(key)) removed.add(id)
      else if (!answerer || !isListHidden || answerer === key) changed.add(id)
    }
  }
  const jobs: Job[] = [...removed].map((id) => ({ name: 'cut-off', payload: { user: guestUserId(id) } }))
  if (changed.size) jobs.push({ name: 'ping-guests', payload: { links: [...changed] } })
  return { changes: [], jobs }
}

/** Returns the event that a change concerns; undefined for one of a calendar. */
function eventOf({ entity, id, before, after }: HandledChange): string | undefined {
  if (entity === 'calendar') return undefined
  return entity === 'task' ? ((after ?? before) as Partial<RecordedTask> | null)?.event : id
}

/** Returns the keys of the people whom an edit removed from an event. */
function removedBy({ entity, before, after }: HandledChange): Set<string> {
  if (entity !== 'event' || !before || !after) return new Set()
  const present = new Set(everyoneIn(after as EventSnapshot).map(personKey))
  return new Set(
    everyoneIn(before as EventSnapshot)
      .map(personKey)
      .filter((key) => !present.has(key)),
  )
}

/** Returns the events of calendars that have links of guests. */
async function eventsWithLinks(tx: Tx, calendars: readonly string[]): Promise<string[]> {
  if (!calendars.length) return []
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct l.event_id as id from guest_links l join placements p on p.event_id = l.event_id and p.home
    where l.revoked_at is null
      and p.calendar_id in (select jsonb_array_elements_text(${JSON.stringify(calendars)}::jsonb)::uuid)`)
  return rows.map(({ id }) => id)
}

async function linksOf(tx: Tx, events: readonly string[]): Promise<PageLink[]> {
  return await tx.execute<Columns<PageLink>>(sql`
    select l.id, l.event_id as event, l.email, l.name, e.guest_list_hidden as "isListHidden",
      e.guests_may_comment as "showsComments"
    from guest_links l join events e on e.id = l.event_id
    where l.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)
      and l.revoked_at is null and num_nonnulls(l.email, l.name) = 1`)
}
