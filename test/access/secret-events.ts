import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { ApiClient, ApiClients } from '@/test/clients/api-client'

export const READER_LEVELS = ['freebusy', 'viewer', 'editor', 'owner'] as const
export const SHARED_CALENDARS = ['home', 'target'] as const
const DETAIL_LEVELS = ['full', 'title', 'busy'] as const
const VISIBILITIES = ['default', 'private'] as const
const SHAPES = ['once', 'series'] as const

export type ReaderLevel = (typeof READER_LEVELS)[number]
/** The home calendar of the events, or the calendar of their placements. */
export type SharedCalendar = (typeof SHARED_CALENDARS)[number]

export interface SecretEvent {
  detail: (typeof DETAIL_LEVELS)[number]
  visibility: (typeof VISIBILITIES)[number]
  shape: (typeof SHAPES)[number]
  id: string
  changeset: string
  title: string
  /** Its description and location. */
  details: string
  /** Its title before it was edited. */
  formerTitle: string
}

export interface SecretEvents {
  calendars: Record<SharedCalendar, string>
  feeds: Record<SharedCalendar, Record<'full' | 'busy', string>>
  events: SecretEvent[]
  /** The title of an event that was deleted. */
  deleted: string
}

/**
 * Creates events with a secret in every text, each in a home calendar and placed in a second calendar. Each combination
 * of placement detail and visibility has a single event and a series.
 *
 * @param ownerId the account of `owner`, who attends each event, answers with its `details` as comment, and writes them
 *   as a comment on it
 */
export async function createSecretEvents(owner: ApiClient, ownerId: string): Promise<SecretEvents> {
  const createCalendar = async (name: string) =>
    (await callAction(owner, 'calendars/createCalendar', { name })).result!.id!
  const calendars = { home: await createCalendar('Home'), target: await createCalendar('Target') }
  const createFeed = async (id: string, level: string) =>
    (await callAction(owner, 'calendars/createFeed', { calendar: id, level })).result!.path!
  const feedsOf = async (id: string) => ({
    full: await createFeed(id, 'full'),
    busy: await createFeed(id, 'busy'),
  })
  const feeds = { home: await feedsOf(calendars.home), target: await feedsOf(calendars.target) }

  const events: SecretEvent[] = []
  for (const detail of DETAIL_LEVELS) {
    for (const visibility of VISIBILITIES) {
      for (const shape of SHAPES) {
        const [title, details, formerTitle] = [secret('title'), secret('details'), secret('former')]
        const hour = String(events.length).padStart(2, '0')
        const created = await callAction(owner, 'events/createEvent', {
          ...{
            calendarId: calendars.home,
            title: formerTitle,
            description: details,
            location: details,
            visibility,
          },
          attendees: [ownerId],
          rules: shape === 'series' ? ['FREQ=DAILY;COUNT=3'] : [],
          span: {
            ...{ type: 'timed', start: `2026-11-17T${hour}:00:00`, end: `2026-11-17T${hour}:45:00` },
            ...{ startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
          },
        })
        const id = created.result!.id!
        const edited = await callAction(owner, 'events/updateEvent', { id, version: 1, patch: { title } })
        await callAction(owner, 'events/placeEvent', { event: id, calendar: calendars.target, detail })
        await callAction(owner, 'events/answerEvent', {
          id,
          version: 2,
          status: 'tentative',
          comment: details,
        })
        await callAction(owner, 'comments/addComment', { event: id, text: details })
        events.push({
          detail,
          visibility,
          shape,
          id,
          changeset: edited.changeset!,
          title,
          details,
          formerTitle,
        })
      }
    }
  }
  const deleted = secret('deleted')
  const { id } = (
    await callAction(owner, 'events/createEvent', {
      ...{ calendarId: calendars.home, title: deleted },
      span: { type: 'all-day', start: '2026-11-18', end: '2026-11-19' },
    })
  ).result!
  await callAction(owner, 'events/placeEvent', { event: id, calendar: calendars.target })
  await callAction(owner, 'events/deleteEvent', { id })
  return { calendars, feeds, events, deleted }
}

/** Returns which texts of an event a sharee may see by the rules of docs/architecture.md. */
export function visibleTexts(
  calendar: SharedCalendar,
  level: ReaderLevel,
  { detail, visibility }: SecretEvent,
) {
  const canRead = level === 'owner' || (level !== 'freebusy' && visibility === 'default')
  if (calendar === 'home') return { title: canRead, details: canRead, formerTitle: canRead }
  return { title: canRead && detail !== 'busy', details: canRead && detail === 'full', formerTitle: false }
}

const userIds = new WeakMap<ApiClient, string>()

/** Returns the id of a user whom {@link createSharee} created. */
export function userIdOf(reader: ApiClient): string {
  return userIds.get(reader)!
}

/** Hides events from a user whom {@link createSharee} created. */
export async function hideFrom(sql: postgres.Sql, reader: ApiClient, events: readonly { id: string }[]) {
  const rows = events.map(({ id }) => ({ event_id: id, user_id: userIdOf(reader) }))
  await sql`insert into hidden_from ${sql(rows)}`
}

/** Creates a user with whom the calendar is shared at a level. */
export async function createSharee(
  sql: postgres.Sql,
  clients: ApiClients,
  calendar: string,
  level: ReaderLevel,
): Promise<ApiClient> {
  const { client: reader, email } = await clients.signedUp(`Zq ${level}`)
  const [user] = await sql`select id from users where email = ${email}`
  userIds.set(reader, user!.id)
  await sql`insert into shares (id, calendar_id, user_id, level, accepted_at)
    values (${randomUUID()}, ${calendar}, ${user!.id}, ${level}, now())`
  return reader
}

async function callAction(client: ApiClient, action: string, input: object) {
  const answer = await client.callAction(action, input)
  if (!answer.ok) throw new Error(`${action}: ${answer.text}`)
  return answer
}

function secret(kind: string): string {
  return `${kind}-${randomUUID()}`
}
