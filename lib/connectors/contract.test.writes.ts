import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import { isSameContent } from '@/lib/calendar/server/incoming/normalize'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { Connector } from './connector'
import { Mirror } from './contract.test.mirror'

const signal = new AbortController().signal
const options = { notifies: false, signal }

/** How often a property is tested, and whether a failing case is reduced. */
export interface PropertyRuns {
  numRuns: number
  endOnFailure?: boolean
}

/** Tests how objects are written. @param storable generates content that the provider can store */
export function testWrites(
  opened: () => { connector: Connector; calendar: RemoteCalendar },
  storable: fc.Arbitrary<CalendarObject>,
  runs: PropertyRuns,
): void {
  let count = 0
  const create = (content: CalendarObject, uid = `uid${count++}`) => {
    const { connector, calendar } = opened()
    const id = connector.idFor(uid)
    const written = connector.write(calendar, id, null, { ...content, uid }, options)
    return written.then((state) => ({ id: connector.idOf?.(state) ?? id, created: id, uid, state }))
  }
  const plain = fc.sample(
    storable.filter(({ recurrence }) => recurrence === null),
    { numRuns: 1, seed: 1 },
  )[0]!

  it('stores random content as its projection, and reads, lists and writes it unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(storable, storable, async (first, second) => {
        const { connector, calendar } = opened()
        let { id, uid, state } = await create(first)
        for (const content of [first, second, second]) {
          state = await connector.write(calendar, id, state, { ...content, uid }, options)
          const read = await connector.read(calendar, id, signal)
          for (const known of [state, read!]) {
            const object = connector.toObject(calendar, known)
            expect(object.uid).toBe(uid)
            expect(isSameContent(object.content!, connector.project(calendar, content)!)).toBe(true)
          }
        }
        const mirror = new Mirror(connector, calendar)
        await mirror.pull()
        expect(mirror.objects().get(id)).toEqual(connector.toObject(calendar, state))
      }),
      runs,
    )
  })

  it('changes nothing when it writes the stored content', async () => {
    const { connector, calendar } = opened()
    const { id, uid, state } = await create(plain)
    const mirror = new Mirror(connector, calendar)
    await mirror.pull()
    await connector.write(calendar, id, state, { ...plain, uid }, options)
    expect(await mirror.pull()).toBe(0)
  })

  it('creates an object once for the same id', async () => {
    const { id, created, uid } = await create(plain, 'same')
    await expect(create(plain, 'same')).rejects.toMatchObject({ problem: 'exists' })
    const { connector, calendar } = opened()
    for (const known of [id, created]) {
      const state = await connector.read(calendar, known, signal)
      expect(connector.toObject(calendar, state!)).toMatchObject({ uid })
    }
  })

  it('refuses to change or delete a version that it has not read', async () => {
    const { connector, calendar } = opened()
    const { id, uid, state } = await create(plain)
    const newer = await connector.write(calendar, id, state, { ...plain, uid, title: 'Newer' }, options)
    const stale = connector.write(calendar, id, state, { ...plain, uid, title: 'Older' }, options)
    await expect(stale).rejects.toMatchObject({ problem: 'stale' })
    await expect(connector.remove(calendar, id, state, options)).rejects.toMatchObject({ problem: 'stale' })
    expect(connector.toObject(calendar, newer).content!.title).toBe('Newer')
  })

  it('deletes an object once, and reports it as gone afterwards', async () => {
    const { connector, calendar } = opened()
    const { id, uid, state } = await create(plain)
    await connector.remove(calendar, id, state, options)
    const again = connector.remove(calendar, id, { ...state, etag: undefined }, options)
    await expect(again).rejects.toMatchObject({ problem: expect.stringMatching(/^(gone|stale)$/) })
    const edit = connector.write(calendar, id, state, { ...plain, uid, title: 'Late' }, options)
    await expect(edit).rejects.toMatchObject({ problem: expect.stringMatching(/^(gone|stale)$/) })
    expect(await connector.read(calendar, id, signal)).toBeNull()
    const mirror = new Mirror(connector, calendar)
    await mirror.pull()
    expect(mirror.objects().has(id)).toBe(false)
  })
}
