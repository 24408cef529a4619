import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { inProcessClients } from '@/test/clients/in-process'
import { connectToTestDatabase } from '@/test/database/connection'
import { BAD_SPANS, BAD_VALUES } from './bad-values'
import { OPERATIONS } from './operations'
import { createRoleClients, eventIn, makeScenario, type RoleClients, type Scenario } from './scenario'

// Sends bad input to every server action: it must cause no fault, no stack trace or SQL in the answer, and no partly
// written rows.
const sql = connectToTestDatabase()

let callers: RoleClients
let scenario: Scenario

beforeAll(async () => {
  const created = await createRoleClients(inProcessClients)
  callers = created.callers
  scenario = await makeScenario(sql, callers, created.emails)
})
afterAll(() => sql.end())

for (const { action, input } of OPERATIONS.filter(
  // An action that always redirects returns no value.
  ({ variant, outcomes }) => !variant && outcomes.editor !== 'redirect',
)) {
  it(`answers bad input to ${action} without a fault`, async () => {
    const faults = vi.spyOn(console, 'error')
    const validInput = (input(scenario, 'editor') ?? {}) as Record<string, unknown>
    const inputsWithBadField = Object.keys(validInput).flatMap((field) =>
      BAD_VALUES.map((badValue) => ({ ...validInput, [field]: badValue })),
    )
    const inputs: unknown[] = [
      ...BAD_VALUES,
      ...inputsWithBadField,
      { ...validInput, extra: 1 },
      JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}'),
      ...('span' in validInput ? BAD_SPANS.map((span) => ({ ...validInput, span })) : []),
      ...fc.sample(fc.jsonValue(), 30),
    ]
    for (const caller of [callers.viewer, callers.nobody]) {
      for (const value of inputs) {
        const answer = await caller.callAction(action, value)
        const label = `${JSON.stringify(value)?.slice(0, 200)} → ${answer.text.slice(0, 200)}`
        expect(typeof answer.ok, label).toBe('boolean')
        expect(answer.error?.code, label).not.toBe('FAULT')
        expect(answer.text, label).not.toMatch(/ at .*\.(ts|js|mjs):|select |insert into|postgres/i)
      }
    }
    expect(faults).not.toHaveBeenCalled()
  })
}

it('writes nothing when it rejects an event', async () => {
  const count = async () =>
    (
      await sql`select (select count(*) from events where created_by = ${scenario.ids.editor}) as events,
      (select count(*) from changesets where actor_id = ${scenario.ids.editor}) as changesets,
      (select count(*) from placements where calendar_id = ${scenario.calendar}) as placements`
    )[0]
  const before = await count()
  for (const span of BAD_SPANS) {
    const { ok } = await callers.editor.callAction('events/createEvent', {
      ...eventIn(scenario.calendar, 'x'),
      span,
    })
    expect(ok).toBe(false)
  }
  for (const attendees of [[randomUUID()], [scenario.ids.stranger], ['x']]) {
    const input = { ...eventIn(scenario.calendar, 'x'), attendees }
    expect((await callers.editor.callAction('events/createEvent', input)).ok).toBe(false)
  }
  expect(await count()).toEqual(before)
})
