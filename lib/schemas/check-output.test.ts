import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { env } from '@/lib/env'
import { checkOutput } from './check-output'

vi.mock('@/lib/env', () => ({ env: { checkOutputs: true } }))

const schema = z.strictObject({ id: z.string() })

it('accepts a valid output', () => {
  expect(() => checkOutput('createEvent', schema, { id: '1' })).not.toThrow()
})

it('rejects an output with an undeclared field and names the operation', () => {
  const output = { id: '1', secret: 'x' }
  expect(() => checkOutput('createEvent', schema, output)).toThrow(/createEvent.*secret/s)
})

it('does not parse outputs unless CHECK_OUTPUTS is set', () => {
  Object.assign(env, { checkOutputs: false })
  const output = { id: '1', secret: 'x' }
  expect(() => checkOutput('createEvent', schema, output)).not.toThrow()
})
