import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { createPerson, MONTH } from '@/scripts/bench/seed.mjs'
import { databaseUrl } from '@/test/clients/over-http'

const MAX_HTML_BYTES = 60_000
const MAX_SCRIPT_BYTES = 170_000

/** Bytes that browsers count for the headers of a response. */
const HEADER_BYTES = 300

test('a month of 300 events has at most 60 kB of HTML and 170 kB of scripts before it is idle', async ({
  request,
}) => {
  const sql = postgres(databaseUrl(), { max: 1 })
  const { cookie } = await createPerson(sql, `weight-${randomUUID()}`, 600).finally(() => sql.end())
  const html = await (await request.get(MONTH, { headers: { cookie } })).text()
  expect(html).toContain('Dinner with the Okafors')
  expect(Buffer.byteLength(html), 'HTML').toBeLessThanOrEqual(MAX_HTML_BYTES)

  // The page names its scripts in tags and in React's data. Browsers skip `noModule`.
  const skipped = /src="([^"]+)" noModule/.exec(html)?.[1]
  const scripts = new Set(html.match(/\/_next\/static\/chunks\/[\w.-]+\.js/g))
  expect(scripts.size).toBeGreaterThan(10)
  let total = 0
  for (const url of scripts) {
    if (url === skipped) continue
    const response = await request.head(url, { headers: { 'accept-encoding': 'br' } })
    expect(response.headers()['content-encoding'], url).toBe('br')
    total += Number(response.headers()['content-length']) + HEADER_BYTES
  }
  expect(total, 'scripts').toBeLessThanOrEqual(MAX_SCRIPT_BYTES)
})
