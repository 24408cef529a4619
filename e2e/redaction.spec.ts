import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { type Cast, makeCast, makeWorld, PASSWORD, type World } from './access/cast'
import { DOORS } from './access/operations'
import { Caller, testDatabase } from './servers/doors'

/**
 * What only some may know is looked for in everything that the others get, at each level of share, for each way in which an
 * event is shown in another calendar, private or not. The doors are those of the denial matrix, so new ones are tried
 * by themselves.
 */
test.describe.configure({ mode: 'default' })

const LEVELS = ['freebusy', 'viewer', 'editor', 'owner'] as const
const REDACTIONS = ['full', 'title', 'busy'] as const
const VISIBILITIES = ['default', 'private'] as const
const SHAPES = ['once', 'series'] as const

type Level = (typeof LEVELS)[number]
type Side = 'home' | 'target'

interface Secret {
  redaction: (typeof REDACTIONS)[number]
  visibility: (typeof VISIBILITIES)[number]
  shape: (typeof SHAPES)[number]
  id: string
  changeset: string
  title: string
  /** All else that it says. */
  rest: string
  /** What it was called before. */
  was: string
}

let sql: ReturnType<typeof testDatabase>
let world: World
let cast: Cast
let calendars: Record<Side, string>
let feeds: Record<Side, Record<'full' | 'busy', string>>
const secrets: Secret[] = []
let gone: string

test.beforeAll(async () => {
  test.setTimeout(180_000)
  sql = testDatabase()
  const made = await makeCast()
  cast = made.cast
  world = await makeWorld(sql, cast, made.emails)
  const { act } = cast.owner
  const owner = { act: act.bind(cast.owner) }
  const make = async (name: string) => (await owner.act('calendars/createCalendar', { name })).result!.id!
  calendars = { home: await make('Home'), target: await make('Target') }
  const feed = async (calendar: string, level: string) =>
    (await owner.act('calendars/createFeed', { calendar, level })).result!.path!
  const feedsOf = async (calendar: string) => ({
    full: await feed(calendar, 'full'),
    busy: await feed(calendar, 'busy'),
  })
  feeds = { home: await feedsOf(calendars.home), target: await feedsOf(calendars.target) }

  let hour = 0
  for (const redaction of REDACTIONS) {
    for (const visibility of VISIBILITIES) {
      for (const shape of SHAPES) {
        const [title, rest, was] = ['title', 'rest', 'was'].map((what) => `${what}-${randomUUID()}`) as [
          string,
          string,
          string,
        ]
        const at = String(hour++).padStart(2, '0')
        const created = await owner.act('events/createEvent', {
          ...{ calendarId: calendars.home, title: was, description: rest, location: rest, visibility },
          rules: shape === 'series' ? ['FREQ=DAILY;COUNT=3'] : [],
          span: {
            ...{ type: 'timed', start: `2026-11-17T${at}:00:00`, end: `2026-11-17T${at}:45:00` },
            ...{ startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
          },
        })
        const id = created.result!.id!
        const edited = await owner.act('events/updateEvent', { id, version: 1, patch: { title } })
        await owner.act('events/placeEvent', { event: id, calendar: calendars.target, redaction })
        secrets.push({ redaction, visibility, shape, id, changeset: edited.changeset!, title, rest, was })
      }
    }
  }
  gone = `gone-${randomUUID()}`
  const deleted = await owner.act('events/createEvent', {
    ...{ calendarId: calendars.home, title: gone },
    span: { type: 'all-day', start: '2026-11-18', end: '2026-11-19' },
  })
  await owner.act('events/placeEvent', { event: deleted.result!.id, calendar: calendars.target })
  await owner.act('events/deleteEvent', { id: deleted.result!.id })
})
test.afterAll(() => sql.end())

for (const side of ['home', 'target'] as const) {
  for (const level of LEVELS) {
    test(`${level} of the ${side === 'home' ? 'calendar it is in' : 'calendar it is also shown in'}`, async () => {
      test.setTimeout(180_000)
      const reader = await readerOf(side, level)
      const got = await everythingFor(reader, side, level)
      for (const secret of secrets) {
        const { title, rest, was, redaction, visibility, shape } = secret
        const what = `${redaction}, ${visibility}, ${shape}`
        const may = known(side, level, secret)
        expect(got.includes(title), `title: ${what}`).toBe(may.title)
        expect(got.includes(rest), `all else: ${what}`).toBe(may.rest)
        if (!may.was) expect(got.includes(was), `what it was: ${what}`).toBe(false)
      }
      // Who could read it is told that it was deleted, and those who could write bring it back.
      const couldRead = side === 'home' && level !== 'freebusy'
      expect(got.includes(gone), 'what was deleted').toBe(couldRead)
    })
  }
}

test('who has the address of a feed', async () => {
  for (const side of ['home', 'target'] as const) {
    const full = (await cast.nobody.get(feeds[side].full)).text
    const busy = (await cast.nobody.get(feeds[side].busy)).text
    expect(full).toContain('BEGIN:VEVENT')
    expect(busy).toContain('BEGIN:VEVENT')
    for (const secret of secrets) {
      const may = known(side, 'viewer', secret)
      expect(full.includes(secret.title)).toBe(may.title)
      expect(full.includes(secret.rest)).toBe(may.rest)
      expect(full).not.toContain(secret.was)
      for (const text of [secret.title, secret.rest, secret.was, secret.id]) expect(busy).not.toContain(text)
    }
    expect(full).not.toContain(gone)
  }
})

/** What somebody may know of an event, by the rules of docs/architecture.md. */
function known(side: Side, level: Level, { redaction, visibility }: Secret) {
  const reads = level === 'owner' || (level !== 'freebusy' && visibility === 'default')
  if (side === 'home') return { title: reads, rest: reads, was: reads }
  return { title: reads && redaction !== 'busy', rest: reads && redaction === 'full', was: false }
}

async function readerOf(side: Side, level: Level): Promise<Caller> {
  const reader = new Caller(`${level} of ${side}`)
  const email = `${randomUUID()}@example.org`
  await reader.act('users/signUp', { name: `Zq ${level}`, email, password: PASSWORD })
  const [user] = await sql`select id from users where email = ${email}`
  await sql`insert into shares (id, calendar_id, user_id, role, accepted_at)
    values (${randomUUID()}, ${calendars[side]}, ${user!.id}, ${level}, now())`
  return reader
}

/** All that all doors answer, asked about both calendars and each event; and what refusals of actions say. */
async function everythingFor(reader: Caller, side: Side, level: Level): Promise<string> {
  const asked = new Map<string, () => Promise<{ text: string }>>()
  for (const secret of secrets) {
    for (const calendar of Object.values(calendars)) {
      const { id, changeset } = secret
      const about: World = { ...world, calendar, event: id, private: id, changeset }
      for (const door of DOORS) {
        const path = door.path(about)
        const body = door.body?.(about)
        asked.set(`${door.method} ${path} ${JSON.stringify(body)}`, () =>
          door.method === 'GET' ? reader.get(path) : reader.post(path, body),
        )
      }
    }
  }
  const texts: string[] = []
  for (const ask of asked.values()) texts.push((await ask()).text)
  const writes = side === 'home' && (level === 'editor' || level === 'owner')
  for (const { id, changeset } of writes ? [] : secrets) {
    const edit = await reader.act('events/updateEvent', { id, version: 1, patch: { title: 'mine' } })
    const undo = await reader.act('events/undo', { changeset })
    expect([edit.ok, undo.ok], 'may not write').toEqual([false, false])
    texts.push(edit.text, undo.text)
  }
  return texts.join('\n')
}
