import { afterEach, expect, it, vi } from 'vitest'
import { type ImportFailure, sendImport } from './send'

afterEach(() => vi.unstubAllGlobals())

const data = { what: 'events', limit: 250_000 }

it.each([
  ['a line of a streamed response', 200],
  ['an error response', 422],
])('reads from %s which limit an import exceeded', async (_, status) => {
  const body = JSON.stringify({ error: { code: 'LIMIT_REACHED', data } })
  vi.stubGlobal('fetch', async () => new Response(`${body}\n`, { status }))
  const options = { withAlarms: false, withSettings: false }
  const sent = sendImport(
    new File([''], 'a.ics'),
    'apply',
    [],
    () => {},
    new AbortController().signal,
    options,
  )
  const failure = await sent.catch((error: ImportFailure) => error)
  expect(failure).toMatchObject({ refusal: { code: 'LIMIT_REACHED', data } })
})
