import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { respondWithLines } from './lines'

vi.mock('@/lib/env', () => ({ env: { checkOutputs: true } }))
vi.mock('@/lib/faults/record-fault', () => ({ recordFault: () => {} }))
vi.mock('@/lib/log', () => ({ logProblem: () => {} }))

const schema = z.union([
  z.strictObject({ progress: z.number() }),
  z.strictObject({ result: z.strictObject({ id: z.string() }) }),
  z.strictObject({ error: z.strictObject({ code: z.string() }) }),
])

async function linesOf(work: Parameters<typeof respondWithLines<z.output<typeof schema>>>[2]) {
  const response = respondWithLines(new Request('http://localhost/'), schema, work)
  return (await response.text()).trim().split('\n')
}

it('sends progress and the result as lines', async () => {
  const lines = await linesOf(async (_, report) => {
    report({ progress: 1 })
    return { id: 'a' }
  })
  expect(lines).toEqual(['{"progress":1}', '{"result":{"id":"a"}}'])
})

it('sends the code of an error as the last line', async () => {
  const lines = await linesOf(() => Promise.reject(new AppError('TOO_LARGE')))
  expect(lines).toEqual(['{"error":{"code":"TOO_LARGE"}}'])
})

it('sends a server fault in place of a result or progress with undeclared fields', async () => {
  const fault = ['{"error":{"code":"FAULT"}}']
  const extra = { id: 'a', secret: 'x' }
  expect(await linesOf(async () => extra)).toEqual(fault)
  const progress = { progress: 1, secret: 'x' }
  expect(
    await linesOf(async (_, report) => {
      report(progress)
      return { id: 'a' }
    }),
  ).toEqual(fault)
})
