import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FIELD_ERRORS } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import * as events from './events'
import * as groups from './groups'
import * as invitations from './invitations'
import * as realtime from './realtime'
import * as spans from './span'
import * as users from './users'

const EXPORTS: Record<string, unknown> = {
  ...events,
  ...groups,
  ...invitations,
  ...realtime,
  ...spans,
  ...users,
}
const SCHEMAS = Object.entries(EXPORTS).filter(isSchema)

describe('every schema', () => {
  it('finds more than 20 input schemas', () => {
    expect(SCHEMAS.length).toBeGreaterThan(20)
  })

  it.each(SCHEMAS)('%s throws only known field errors for any input', (_, schema) => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
    })
    fc.assert(fc.property(anything, (raw) => expectParsedOrRefused(schema, raw)))
  })

  it.each(SCHEMAS)('%s does not throw for nearly valid input', (_, schema) => {
    fc.assert(
      fc.property(nearlyValid, (raw) => expectParsedOrRefused(schema, raw)),
      { numRuns: 150 },
    )
  })
})

const ID = '0198c5a0-0000-7000-8000-000000000000'
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('all-day', 'floating', 'timed', 'event', 'reminder', 'editor', 'en'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '2026-11-21',
      '2026-11-22',
      '2026-02-30',
      '9999-01-01',
      '0000-01-01',
      '10000-01-01',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '2026-11-21T09:00:00',
      '2026-11-21T25:00:00',
      '9999-12-31T00:00:00',
      'Europe/Berlin',
    ),
  },
  fc.constantFrom(
    'Nowhere/City',
    '+02:00',
    ID,
    '',
    '\0',
    '\ud83d',
    'x'.repeat(10_000),
    '1.1',
    'anna@example.org',
  ),
  fc.string({ unit: 'binary' }),
)
const leaf = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const span = fc.record(
  { type: word, start: word, startZone: word, end: word, endZone: word },
  { requiredKeys: ['type'] },
)
const dictionary = fc.dictionary(word, leaf, { maxKeys: 4 })
const value = fc.oneof({ weight: 4, arbitrary: leaf }, span, dictionary, fc.array(word, { maxLength: 4 }))
const KEYS = SCHEMAS.flatMap(([, schema]) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []))
const fields = fc.dictionary(fc.constantFrom(...KEYS, '__proto__', 'constructor'), value, { maxKeys: 12 })
const nearlyValid = fc.oneof(
  span,
  fields,
  fc.tuple(fields, fields).map(([outer, patch]) => ({ ...outer, patch })),
)

function expectParsedOrRefused(schema: z.ZodType, raw: unknown): void {
  const refused = fieldErrorsOf(schema, raw)
  if (!refused) return
  expect(Object.keys(refused).length).toBeGreaterThan(0)
  for (const { code } of Object.values(refused)) expect(FIELD_ERRORS).toContain(code)
}

function isSchema(entry: [string, unknown]): entry is [string, z.ZodType] {
  return entry[1] instanceof z.ZodType
}
