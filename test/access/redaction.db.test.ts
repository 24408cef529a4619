import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiClient } from '@/test/clients/api-client'
import { inProcess } from '@/test/clients/in-process'
import { ownDatabase } from '@/test/database/connection'
import {
  type HiddenEvents,
  hideFrom,
  LEVELS,
  type Level,
  makeHiddenEvents,
  makeReader,
  SIDES,
  type Side,
  visibleTo,
} from './hidden-events'
import { ROUTES } from './operations'
import { type Callers, makeCallers, makeScenario, type Scenario } from './scenario'

/** Searches the answers of all routes of the access matrix for secrets that the reader may not see. */
const sql = ownDatabase()

let scenario: Scenario
let callers: Callers
let hidden: HiddenEvents

beforeAll(async () => {
  const made = await makeCallers(inProcess)
  callers = made.callers
  scenario = await makeScenario(sql, callers, made.emails)
  hidden = await makeHiddenEvents(callers.owner, scenario.ids.owner)
})
afterAll(() => sql.end())

for (const side of SIDES) {
  for (const level of LEVELS) {
    it(`shows a ${level} of the ${side === 'home' ? 'home calendar' : 'calendar of a placement'} only what the level permits`, async () => {
      const reader = await makeReader(sql, inProcess, hidden.calendars[side], level)
      const got = [...(await answersOfRoutes(reader)), ...(await refusals(reader, side, level))].join('\n')
      for (const event of hidden.events) {
        const what = `${event.detail}, ${event.visibility}, ${event.shape}`
        const may = visibleTo(side, level, event)
        expect(got.includes(event.title), `title: ${what}`).toBe(may.title)
        expect(got.includes(event.rest), `description: ${what}`).toBe(may.rest)
        if (!may.was) expect(got.includes(event.was), `former title: ${what}`).toBe(false)
      }
    })
  }
}

for (const side of SIDES) {
  it(`shows nothing of events that are hidden from an owner of the ${side === 'home' ? 'home calendar' : 'calendar of a placement'}`, async () => {
    const reader = await makeReader(sql, inProcess, hidden.calendars[side], 'owner')
    await hideFrom(sql, reader, hidden.events)
    const feed = await reader.act('calendars/createFeed', { calendar: hidden.calendars[side], level: 'full' })
    const got = await answersOfRoutes(reader)
    got.push((await reader.get(feed.result!.path!)).text)
    for (const { id, changeset } of hidden.events) {
      const edit = await reader.act('events/updateEvent', { id, version: 2, patch: { title: 'mine' } })
      const undo = await reader.act('events/undo', { changeset })
      expect([edit.error?.code, undo.error?.code]).toEqual(['NOT_FOUND', 'NOT_FOUND'])
      got.push(edit.text, undo.text)
    }
    const texts = got.join('\n')
    for (const event of hidden.events) {
      const what = `${event.detail}, ${event.visibility}, ${event.shape}`
      for (const secret of [event.title, event.rest, event.was])
        expect(texts.includes(secret), what).toBe(false)
    }
    await sql`delete from hidden_from`
  })
}

it('shows only the level of the feed at a feed URL', async () => {
  for (const side of SIDES) {
    const full = (await callers.nobody.get(hidden.feeds[side].full)).text
    const busy = (await callers.nobody.get(hidden.feeds[side].busy)).text
    expect(full).toContain('BEGIN:VEVENT')
    expect(busy).toContain('BEGIN:VEVENT')
    for (const event of hidden.events) {
      const may = visibleTo(side, 'viewer', event)
      expect(full.includes(event.title)).toBe(may.title)
      expect(full.includes(event.rest)).toBe(may.rest)
      expect(full).not.toContain(event.was)
      for (const text of [event.title, event.rest, event.was, event.id]) expect(busy).not.toContain(text)
    }
    expect(full).not.toContain(hidden.deleted)
  }
})

/** Returns the answers of every route, requested for both calendars and each event. */
async function answersOfRoutes(reader: ApiClient): Promise<string[]> {
  const requests = new Map<string, () => Promise<{ text: string }>>()
  for (const { id, changeset } of hidden.events) {
    for (const calendar of Object.values(hidden.calendars)) {
      const about: Scenario = { ...scenario, calendar, event: id, private: id, changeset }
      for (const route of ROUTES) {
        const [path, body] = [route.path(about), route.body?.(about)]
        requests.set(`${route.method} ${path} ${JSON.stringify(body)}`, () =>
          route.method === 'GET' ? reader.get(path) : reader.post(path, body),
        )
      }
    }
  }
  const texts: string[] = []
  for (const request of requests.values()) texts.push((await request()).text)
  return texts
}

/** Returns the answers of actions that the reader has no permission for. */
async function refusals(reader: ApiClient, side: Side, level: Level): Promise<string[]> {
  const writes = side === 'home' && (level === 'editor' || level === 'owner')
  if (writes) return []
  const texts: string[] = []
  for (const { id, changeset } of hidden.events) {
    const edit = await reader.act('events/updateEvent', { id, version: 1, patch: { title: 'mine' } })
    const undo = await reader.act('events/undo', { changeset })
    expect([edit.ok, undo.ok], 'may not write').toEqual([false, false])
    texts.push(edit.text, undo.text)
  }
  return texts
}
