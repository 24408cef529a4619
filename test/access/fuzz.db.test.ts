import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { inProcess } from '@/test/clients/in-process'
import { ownDatabase } from '@/test/database/connection'
import { BAD_SPANS, ODD } from './odd-values'
import { OPERATIONS } from './operations'
import { type Cast, eventIn, makeCast, makeWorld, type World } from './scenario'

/** Bad input of every server action: never a fault, never a stack trace or SQL in the answer, never half a row. */
const sql = ownDatabase()

let cast: Cast
let world: World

beforeAll(async () => {
  const made = await makeCast(inProcess)
  cast = made.cast
  world = await makeWorld(sql, cast, made.emails)
})
afterAll(() => sql.end())

for (const { action, input } of OPERATIONS.filter(
  // An action that always redirects answers with no value.
  ({ about, outcomes }) => !about && outcomes.editor !== 'redirect',
)) {
  it(`${action} answers whatever value it is given`, async () => {
    const faults = vi.spyOn(console, 'error')
    const good = (input(world, 'editor') ?? {}) as Record<string, unknown>
    const spoiled = Object.keys(good).flatMap((field) => ODD.map((odd) => ({ ...good, [field]: odd })))
    const inputs: unknown[] = [
      ...ODD,
      ...spoiled,
      { ...good, extra: 1 },
      JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}'),
      ...('span' in good ? BAD_SPANS.map((span) => ({ ...good, span })) : []),
      ...fc.sample(fc.jsonValue(), 30),
    ]
    for (const caller of [cast.viewer, cast.nobody]) {
      for (const value of inputs) {
        const answer = await caller.act(action, value)
        const told = `${JSON.stringify(value)?.slice(0, 200)} → ${answer.text.slice(0, 200)}`
        expect(typeof answer.ok, told).toBe('boolean')
        expect(answer.error?.code, told).not.toBe('FAULT')
        expect(answer.text, told).not.toMatch(/ at .*\.(ts|js|mjs):|select |insert into|postgres/i)
      }
    }
    expect(faults).not.toHaveBeenCalled()
  })
}

it('leaves nothing behind of what it refuses', async () => {
  const count = async () =>
    (
      await sql`select (select count(*) from events where created_by = ${world.ids.editor}) as events,
      (select count(*) from changesets where actor_id = ${world.ids.editor}) as changesets,
      (select count(*) from placements where calendar_id = ${world.calendar}) as placements`
    )[0]
  const before = await count()
  for (const span of BAD_SPANS) {
    const { ok } = await cast.editor.act('events/createEvent', { ...eventIn(world.calendar, 'x'), span })
    expect(ok).toBe(false)
  }
  for (const attendees of [[randomUUID()], [world.ids.stranger], ['x']]) {
    const input = { ...eventIn(world.calendar, 'x'), attendees }
    expect((await cast.editor.act('events/createEvent', input)).ok).toBe(false)
  }
  expect(await count()).toEqual(before)
})
