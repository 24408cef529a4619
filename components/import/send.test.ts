import { afterEach, expect, it, vi } from 'vitest'
import { type ImportFailure, sendFile } from './send'

afterEach(() => vi.unstubAllGlobals())

const data = { what: 'events', limit: 250_000 }

it.each([
  ['a line of the answer', 200],
  ['the answer itself', 422],
])('says with %s which limit refused an import', async (_, status) => {
  const body = JSON.stringify({ error: { code: 'LIMIT_REACHED', data } })
  vi.stubGlobal('fetch', async () => new Response(`${body}\n`, { status }))
  const options = { withAlarms: false, withSettings: false }
  const sent = sendFile(new Blob(['']), 'apply', [], () => {}, new AbortController().signal, options)
  const failure = await sent.catch((error: ImportFailure) => error)
  expect(failure).toMatchObject({ refusal: { code: 'LIMIT_REACHED', data } })
})
