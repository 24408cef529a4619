import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import { setLayer } from '@/lib/commands/layers'
import { as, makeFamily, type TestUser } from '@/test/database/fixtures'
import { home } from './home'
import { search } from './search'

const NOW = Date.parse('2026-11-20T12:00:00Z')

/** Returns what a view draws of an event: color, whether it is busy, and occurrence. */
const drawn = (tuples: readonly Tuple[]) =>
  tuples.map(([, , flags, , , , color, occurrence]) => [color, !(flags & FLAG.free), occurrence])

async function drawnEverywhere(user: TestUser, q: string) {
  const reach = await as(user).loadReach()
  const viewer = { timeZone: 'UTC', newsSeenAt: null }
  const query = {
    q,
    page: 1,
    calendar: [],
    kind: undefined,
    person: undefined,
    from: undefined,
    to: undefined,
  }
  const found = await search(db, reach, query, { now: NOW, zone: 'UTC' })
  return {
    range: drawn((await as(user).loadRange('2026-11-21', '2026-12-06')).tuples),
    home: drawn((await home(db, reach, viewer, NOW)).range.tuples).slice(0, 1),
    search: drawn(found.found.map(([tuple]) => tuple)),
  }
}

it("draws events in the viewer's own color and busy state, and not those that the viewer has hidden", async () => {
  const { owner, editor, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar, title: 'Zebras', color: 'teal' })
  await as(editor).run(setLayer, { id, patch: { color: 'pink', busy: false } })
  const pink = [['pink', false, 0]]
  expect(await drawnEverywhere(editor, 'zebras')).toEqual({ range: pink, home: pink, search: pink })
  const others = [['teal', true, 0]]
  expect(await drawnEverywhere(owner, 'zebras')).toEqual({ range: others, home: others, search: others })
  await as(editor).run(setLayer, { id, patch: { hidden: true } })
  expect(await drawnEverywhere(editor, 'zebras')).toEqual({ range: [], home: [], search: [] })
  expect((await drawnEverywhere(owner, 'zebras')).range).toEqual(others)
})

it('lets the layer of an occurrence override that of its series', async () => {
  const { owner, calendar } = await makeFamily()
  const rules = ['FREQ=WEEKLY']
  const { id } = await as(owner).createEvent({ calendarId: calendar, title: 'Zebras', rules })
  const at = (day: string) => `${day}T09:00:00`
  await as(owner).run(setLayer, { id, patch: { color: 'pink' } })
  await as(owner).run(setLayer, { id, occurrence: at('2026-11-28'), patch: { color: 'teal', busy: false } })
  await as(owner).run(setLayer, { id, occurrence: at('2026-12-05'), patch: { hidden: true } })
  expect((await drawnEverywhere(owner, 'zebras')).range).toEqual([
    ['pink', true, at('2026-11-21')],
    ['teal', false, at('2026-11-28')],
  ])
})
