import { vi } from 'vitest'
import { calendarText, dayEvent, startFeed } from '@/test/servers/feed'
import { type ProviderUnderTest, testConnector } from '../contract.test.suite'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { icsConnector } = await import('.')

async function open(): Promise<ProviderUnderTest> {
  const stub = await startFeed()
  const events = new Map<string, string[]>()
  let remaining = Number.POSITIVE_INFINITY
  stub.answer = () => {
    if (remaining-- > 0) return { body: calendarText([...events.values()]) }
    return { status: 503 }
  }
  return {
    connector: icsConnector({ url: stub.url, zone: 'Europe/Berlin' }),
    put: (key, title, day) => void events.set(key, dayEvent(title, day.replaceAll('-', ''), key)),
    delete: (key) => void events.delete(key),
    setPageSize() {},
    breakAfter(requests) {
      remaining = requests
    },
    repair() {
      remaining = Number.POSITIVE_INFINITY
    },
    expireCursors: null,
    close: () => stub.close(),
  }
}

testConnector('iCalendar feeds', open, null)
