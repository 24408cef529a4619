import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { ChangePage, Connector } from './connector'
import { Mirror } from './contract.test.mirror'
import { type PropertyRuns, testWrites } from './contract.test.writes'

/** A provider with one calendar, which tests change as another client of the provider does. */
export interface ProviderUnderTest {
  connector: Connector
  /** Stores an all-day event, or replaces it. A key that was deleted is not used again. */
  put(key: string, title: string, day: string): void | Promise<void>
  delete(key: string): void | Promise<void>
  /** Number of objects per page, where the provider has pages. */
  setPageSize(size: number): void
  /** Lets all requests after this number fail. */
  breakAfter(requests: number): void
  repair(): void
  /** Null if the provider's cursors are always valid. */
  expireCursors: (() => void) | null
  close(): Promise<void>
}

const signal = new AbortController().signal
const options = { notifies: false, signal }

/**
 * Tests any connector for the behavior on which lib/sync relies.
 * @param storable generates content that the provider can store; null if it cannot be written
 * @param runs number of generated cases per property; fewer for servers that answer slowly
 */
export function testConnector(
  name: string,
  open: () => Promise<ProviderUnderTest>,
  storable: fc.Arbitrary<CalendarObject> | null,
  runs: PropertyRuns = { numRuns: 15 },
): void {
  describe(`the connector of ${name}`, () => {
    let provider: ProviderUnderTest
    let calendar: RemoteCalendar
    beforeEach(async () => {
      provider = await open()
      calendar = (await provider.connector.listCalendars(signal))[0]!
    })
    afterEach(() => provider.close())

    it('lists the same calendars each time', async () => {
      expect(await provider.connector.listCalendars(signal)).toEqual([calendar])
    })

    it('lists everything without a cursor, and gives the next cursor with the last page only', async () => {
      provider.setPageSize(2)
      for (const key of ['a', 'b', 'c', 'd', 'e']) await provider.put(key, `Event ${key}`, '2026-03-02')
      const pages = await pagesOf(provider.connector.pull(calendar, null, signal))
      expect(pages.every(({ isWhole }) => isWhole)).toBe(true)
      expect(pages.map(({ cursor }) => cursor !== null)).toEqual(
        pages.map((_, at) => at === pages.length - 1),
      )
      const mirror = new Mirror(provider.connector, calendar)
      await mirror.pull()
      expect([...mirror.titles()].sort()).toEqual(['a', 'b', 'c', 'd', 'e'].map((key) => `Event ${key}`))
    })

    it('lists an empty calendar as a whole', async () => {
      const pages = await pagesOf(provider.connector.pull(calendar, null, signal))
      expect(pages).toMatchObject([{ changes: [], isWhole: true, cursor: expect.any(String) }])
    })

    it('reports nothing when nothing has changed', async () => {
      await provider.put('a', 'Dinner', '2026-03-02')
      const mirror = new Mirror(provider.connector, calendar)
      await mirror.pull()
      expect(await mirror.pull()).toBe(0)
    })

    it('reports changes and deletions since any cursor, as often as asked', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { maxLength: 12 }), async (list) => {
          const other = await open()
          const [calendar] = (await other.connector.listCalendars(signal)) as [RemoteCalendar]
          const names = new Map<number, number>()
          const mirrors = [new Mirror(other.connector, calendar), new Mirror(other.connector, calendar)]
          for (const { step, key, title, day, size } of list) {
            const id = `key${key}n${names.get(key) ?? 0}`
            other.setPageSize(size)
            // A title of its own for each object: a feed in which only UIDs differ counts as unchanged.
            if (step === 'put') await other.put(id, `${title} ${id}`, day)
            if (step === 'delete') {
              await other.delete(id)
              names.set(key, (names.get(key) ?? 0) + 1)
            }
            if (step === 'pull') await mirrors[0]!.pull()
          }
          for (const mirror of mirrors) await mirror.pull()
          const fresh = new Mirror(other.connector, calendar)
          await fresh.pull()
          for (const mirror of mirrors) expect(mirror.objects()).toEqual(fresh.objects())
          await other.close()
        }),
        runs,
      )
    })

    it('continues with the same cursor after a page that failed', async () => {
      const mirror = new Mirror(provider.connector, calendar)
      await provider.put('a', 'Before', '2026-03-02')
      await mirror.pull()
      provider.setPageSize(2)
      for (const key of ['b', 'c', 'd', 'e', 'f']) await provider.put(key, `Event ${key}`, '2026-03-03')
      await provider.delete('a')
      for (const requests of [0, 1, 2]) {
        provider.breakAfter(requests)
        await mirror.pull().catch(({ problem }) => expect(problem).toBe('unreachable'))
      }
      provider.repair()
      await mirror.pull()
      const fresh = new Mirror(provider.connector, calendar)
      await fresh.pull()
      expect(mirror.objects()).toEqual(fresh.objects())
      expect(mirror.objects().size).toBe(5)
    })

    it('reports failed requests as unreachable', async () => {
      provider.breakAfter(0)
      const { connector } = provider
      await expect(connector.listCalendars(signal)).rejects.toMatchObject({ problem: 'unreachable' })
      await expect(connector.read(calendar, 'a', signal)).rejects.toMatchObject({ problem: 'unreachable' })
    })

    it('reports a cursor that has expired, and lists everything without it', async () => {
      const mirror = new Mirror(provider.connector, calendar)
      await provider.put('a', 'Dinner', '2026-03-02')
      await mirror.pull()
      await provider.delete('a')
      await provider.put('b', 'Lunch', '2026-03-03')
      if (provider.expireCursors) {
        provider.expireCursors()
        await expect(mirror.pull()).rejects.toMatchObject({ problem: 'cursor-expired' })
      }
      mirror.cursor = null
      await mirror.pull()
      expect(mirror.titles()).toEqual(['Lunch'])
    })

    it('stops when its signal is aborted, with the reason', async () => {
      const controller = new AbortController()
      controller.abort(new Error('shutdown'))
      const pulled = pagesOf(provider.connector.pull(calendar, null, controller.signal))
      await expect(pulled).rejects.toThrow('shutdown')
    })

    it('reads an object as it is listed, and no object with an unknown id', async () => {
      await provider.put('a', 'Dinner', '2026-03-02')
      const mirror = new Mirror(provider.connector, calendar)
      await mirror.pull()
      const [[id, object]] = [...mirror.objects()] as [[string, unknown]]
      const state = await provider.connector.read(calendar, id, signal)
      expect(provider.connector.toObject(calendar, state!)).toEqual(object)
      expect(await provider.connector.read(calendar, 'unknown', signal)).toBeNull()
    })

    it('projects an object that it has read unchanged', async () => {
      await provider.put('a', 'Dinner', '2026-03-02')
      const mirror = new Mirror(provider.connector, calendar)
      await mirror.pull()
      for (const { content } of mirror.objects().values())
        expect(provider.connector.project(calendar, content!)).toEqual(content)
    })

    it('gives a new object the same id for the same key', () => {
      const { idFor } = provider.connector
      expect(idFor('a')).toBe(idFor('a'))
      expect(idFor('a')).not.toBe(idFor('b'))
    })

    if (storable) testWrites(() => ({ connector: provider.connector, calendar }), storable, runs)
    else
      it('refuses writes', async () => {
        const { connector } = provider
        expect(connector.capabilities.writes).toBe(false)
        const [content] = fc.sample(contents, 1)
        const written = connector.write(calendar, 'a', null, { ...content!, uid: 'a' }, options)
        await expect(written).rejects.toMatchObject({ problem: 'forbidden' })
        await expect(connector.remove(calendar, 'a', {}, options)).rejects.toMatchObject({
          problem: 'forbidden',
        })
      })
  })
}

const steps = fc.record({
  step: fc.constantFrom('put', 'put', 'put', 'delete', 'pull'),
  key: fc.nat(4),
  title: fc.constantFrom('Dinner', 'Lunch', 'Choir'),
  day: fc.constantFrom('2026-03-02', '2026-03-29', '2026-12-31'),
  size: fc.integer({ min: 1, max: 4 }),
})

async function pagesOf(pull: AsyncIterable<ChangePage>): Promise<ChangePage[]> {
  const pages: ChangePage[] = []
  for await (const page of pull) pages.push(page)
  return pages
}
