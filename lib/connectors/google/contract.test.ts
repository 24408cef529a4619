import { expect } from 'vitest'
import { addDays } from '@/lib/calendar/day'
import { type ProviderUnderTest, testConnector } from '../contract.test.suite'
import { startAccount } from './google.test.account'
import { storable } from './google.test.contents'

async function open(): Promise<ProviderUnderTest> {
  const { stub, store, connector } = await startAccount()
  stub.hasEmptyPages = true
  return {
    connector,
    put(key, summary, day) {
      const event = { summary, start: { date: day }, end: { date: addDays(day, 1) } }
      const id = idOf(key)
      store.events.has(id) ? store.patch(id, event) : store.insert({ ...event, id })
    },
    delete(key) {
      const id = idOf(key)
      if (store.events.has(id)) store.delete(id)
    },
    setPageSize(size) {
      stub.pageSize = size
    },
    breakAfter(requests) {
      let remaining = requests
      stub.fault = () => (remaining-- > 0 ? undefined : 'lost')
    },
    repair() {
      stub.fault = () => undefined
    },
    expireCursors() {
      store.oldestToken = store.revision + 1
    },
    async close() {
      await stub.close()
      expect(stub.violations).toEqual([])
    },
  }
}

/** Returns a key in the letters that Google allows. */
function idOf(key: string): string {
  return Buffer.from(key).toString('hex').padStart(6, '0')
}

testConnector('Google', open, storable)
