import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, wallMs } from './day'
import { FLAG, type Tuple, toItems } from './tuple'

const midnight = Date.parse('2026-11-21T00:00:00Z') / 1000

describe('toItems', () => {
  it("converts epoch seconds of a timed tuple to the viewer's zone", () => {
    const tuple: Tuple = ['id', 2, FLAG.meeting, midnight, midnight + 3600, 'Call', 'teal', 0]
    expect(toItems([tuple], 'Asia/Tokyo')).toEqual([
      {
        id: 'id',
        calendar: 2,
        flags: FLAG.meeting,
        start: wallMs('2026-11-21T09:00:00'),
        end: wallMs('2026-11-21T10:00:00'),
        title: 'Call',
        color: 'teal',
        occurrence: 0,
      },
    ])
  })

  it('converts wall seconds of a floating tuple without a zone', () => {
    const [item] = toItems([['id', 0, FLAG.floating, midnight, midnight + 3600, '', 0, 0]], 'Asia/Tokyo')
    expect(item).toMatchObject({ start: wallMs('2026-11-21T00:00:00'), end: wallMs('2026-11-21T01:00:00') })
  })

  it('converts day numbers of an all-day tuple to midnights', () => {
    const [item] = toItems([['id', 0, FLAG.allDay, 20_778, 20_780, '', 0, 0]], 'Asia/Tokyo')
    expect(item).toMatchObject({ start: wallMs('2026-11-21T00:00:00'), end: wallMs('2026-11-23T00:00:00') })
  })

  it('converts all-day and floating tuples equally in every zone', () => {
    const kind = fc.constantFrom(
      FLAG.allDay,
      FLAG.floating,
      FLAG.allDay | FLAG.free,
      FLAG.floating | FLAG.redacted,
    )
    fc.assert(
      fc.property(kind, fc.integer({ min: -1e6, max: 1e6 }), (flags, start) => {
        const tuples: Tuple[] = [[0, 0, flags, start, start + 1, '', 0, 0]]
        const [item] = toItems(tuples, 'Pacific/Kiritimati')
        expect(item!.end - item!.start).toBe(flags & FLAG.allDay ? DAY : 1000)
        expect(toItems(tuples, 'Pacific/Niue')).toEqual([item])
      }),
    )
  })

  it('returns the same item for a known tuple, unless zone or location differ', () => {
    const tuple: Tuple = ['id', 0, 0, midnight, midnight + 3600, 'Call', 0, 0]
    const [item] = toItems([tuple], 'Asia/Tokyo', { id: 'Hall' })
    expect(toItems([tuple], 'Asia/Tokyo', { id: 'Hall' })[0]).toBe(item)
    expect(toItems([tuple], 'Asia/Tokyo', { id: 'Garden' })[0]).toMatchObject({ location: 'Garden' })
    expect(toItems([tuple], 'Asia/Tokyo')[0]).not.toHaveProperty('location')
    expect(toItems([tuple], 'UTC')[0]!.start).not.toBe(item!.start)
  })

  it('keeps the order, and creates redacted items without id', () => {
    const items = toItems(
      [
        [0, 1, FLAG.redacted, 5, 6, '', 0, 0],
        ['a', 0, 0, 1, 2, 'A', 0, 0],
      ],
      'UTC',
    )
    expect(items.map(({ id }) => id)).toEqual([0, 'a'])
  })
})

describe('FLAG', () => {
  it('assigns a separate bit to each flag', () => {
    const bits = Object.values(FLAG)
    expect(bits.reduce((all: number, bit) => all | bit, 0)).toBe(2 ** bits.length - 1)
  })
})
