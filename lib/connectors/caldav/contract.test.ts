import { expect, vi } from 'vitest'
import { addDays } from '@/lib/calendar/day'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import type { Behavior } from '@/test/servers/caldav/reports'
import { startCaldav } from '@/test/servers/caldav/server'
import { calendarText } from '@/test/servers/feed'
import { type ProviderUnderTest, testConnector } from '../contract.test.suite'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

async function open(behavior: Partial<Behavior>): Promise<ProviderUnderTest> {
  const stub = await startCaldav()
  Object.assign(stub.behavior, behavior)
  return {
    connector: caldavConnector({ address: stub.url, username: 'anna', password: 'secret' }),
    put(key, title, day) {
      const [start, end] = [day, addDays(day, 1)].map((each) => each.replaceAll('-', ''))
      const lines = [
        `UID:${key}`,
        `DTSTART;VALUE=DATE:${start}`,
        `DTEND;VALUE=DATE:${end}`,
        `SUMMARY:${title}`,
      ]
      stub.store.put(`${key} ü.ics`, calendarText([lines]))
    },
    delete: (key) => stub.store.delete(`${key} ü.ics`),
    setPageSize(size) {
      stub.behavior.pageSize = size
    },
    breakAfter(requests) {
      let remaining = requests
      stub.fault = () => (remaining-- > 0 ? undefined : 'lost')
    },
    repair() {
      stub.fault = () => undefined
    },
    expireCursors:
      behavior.hasTokens === false
        ? null
        : () => {
            stub.store.oldestToken = stub.store.revision + 1
          },
    async close() {
      await stub.close()
      expect(stub.violations).toEqual([])
    },
  }
}

testConnector('CalDAV', () => open({ listsItself: true }), contents)
testConnector(
  'a CalDAV server without tokens and multiget that rewrites objects',
  () => open({ hasTokens: false, hasMultiget: false, rewrites: true }),
  contents,
  { numRuns: 4 },
)
