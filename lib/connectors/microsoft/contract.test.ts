import { expect } from 'vitest'
import { addDays } from '@/lib/calendar/day'
import { type ProviderUnderTest, testConnector } from '../contract.test.suite'
import { startAccount } from './microsoft.test.account'
import { storable } from './microsoft.test.contents'

async function open(): Promise<ProviderUnderTest> {
  const { stub, store, connector } = await startAccount()
  const ids = new Map<string, string>()
  return {
    connector,
    put(key, subject, day) {
      const midnight = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: 'UTC' })
      const event = { subject, start: midnight(day), end: midnight(addDays(day, 1)), isAllDay: true }
      const id = ids.get(key)
      if (id) store.patch(id, event)
      else ids.set(key, store.insert(event).id!)
    },
    delete(key) {
      const id = ids.get(key)
      if (id) store.remove(id)
      ids.delete(key)
    },
    setPageSize(size) {
      stub.settings.pageSize = size
    },
    breakAfter(requests) {
      let remaining = requests
      stub.fault = () => (remaining-- > 0 ? undefined : 'lost')
    },
    repair() {
      stub.fault = () => undefined
    },
    expireCursors() {
      stub.lists.oldestRevision = store.revision + 1
    },
    async close() {
      await stub.close()
      expect(stub.violations).toEqual([])
    },
  }
}

testConnector('Microsoft', open, storable)
