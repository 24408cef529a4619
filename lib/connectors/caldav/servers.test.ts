import { afterAll, beforeAll, describe, vi } from 'vitest'
import { addDays } from '@/lib/calendar/day'
import {
  type InstalledServer,
  isInstalled,
  PROGRAMS,
  type ProgramName,
  startInstalled,
} from '@/test/servers/caldav/installed'
import { startProxy } from '@/test/servers/caldav/proxy'
import { calendarText } from '@/test/servers/feed'
import { type ProviderUnderTest, testConnector } from '../contract.test.suite'
import { plainContents, radicaleContents } from './caldav.test.contents'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

const STORABLE = { radicale: radicaleContents, xandikos: plainContents }

/** Few, since these servers need seconds for what the stub does at once. */
const RUNS = { numRuns: Number(process.env.CALDAV_RUNS ?? 3), endOnFailure: true }

for (const name of Object.keys(PROGRAMS) as ProgramName[]) {
  describe.skipIf(!isInstalled(name))(`${name} (skipped if ${PROGRAMS[name].file} is not installed)`, () => {
    let server: InstalledServer
    beforeAll(async () => {
      server = await startInstalled(name)
    })
    afterAll(() => server.close())
    testConnector(name, () => open(server), STORABLE[name], RUNS)
  })
}

async function open(server: InstalledServer): Promise<ProviderUnderTest> {
  await server.recreate()
  const proxy = await startProxy(server.url)
  const url = (key: string) => `${server.url}${server.calendar}${key}.ics`
  const headers = { authorization: `Basic ${Buffer.from('anna:secret').toString('base64')}` }
  return {
    connector: caldavConnector({ address: proxy.url, username: 'anna', password: 'secret' }),
    async put(key, title, day) {
      const [start, end] = [day, addDays(day, 1)].map((each) => each.replaceAll('-', ''))
      const lines = [`UID:${key}`, 'DTSTAMP:20260101T000000Z', `DTSTART;VALUE=DATE:${start}`]
      const body = calendarText(
        [[...lines, `DTEND;VALUE=DATE:${end}`, `SUMMARY:${title}`]],
        ['PRODID:-//Test//EN'],
      )
      await fetch(url(key), { method: 'PUT', body, headers: { ...headers, 'content-type': 'text/calendar' } })
    },
    async delete(key) {
      await fetch(url(key), { method: 'DELETE', headers })
    },
    setPageSize() {},
    breakAfter(requests) {
      let remaining = requests
      proxy.fault = () => (remaining-- > 0 ? undefined : 'refused')
    },
    repair() {
      proxy.fault = () => undefined
    },
    expireCursors() {
      proxy.rewrite = (body) => body.replace(/(<d:sync-token>)[^<]+/, '$1http://example.org/unknown')
    },
    close: () => proxy.close(),
  }
}
