import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AppliedAnswer, countedStatus, NO_ANSWER } from './answers'
import { type Participant, personKey } from './participant'
import { waitingGuests } from './places'

const guest = (name: string, partySize: number, minute: number): Participant & AppliedAnswer => ({
  ...{ userId: null, email: null, name },
  ...{ ...NO_ANSWER, status: 'accepted' as const, partySize },
  answeredAt: `2026-11-21T09:${String(minute).padStart(2, '0')}:00+00:00`,
})

const takenPlaces = (guests: ReturnType<typeof guest>[], capacity: number | null) => {
  const waiting = waitingGuests(guests, capacity)
  const coming = guests.filter(
    (person) => countedStatus(person) === 'accepted' && !waiting.has(personKey(person)),
  )
  return coming.reduce((sum, { partySize }) => sum + partySize, 0)
}

describe('waitingGuests', () => {
  it('gives places in the order of the answers, and lets no smaller party overtake', () => {
    const guests = [guest('late', 1, 3), guest('first', 3, 1), guest('large', 3, 2)]
    expect([...waitingGuests(guests, 5)]).toEqual(['name:large', 'name:late'])
    expect(takenPlaces(guests, 5)).toBe(3)
  })

  it('moves the next party up when a place becomes free or the capacity grows', () => {
    const [first, second] = [guest('first', 2, 1), guest('second', 2, 2)]
    expect([...waitingGuests([first, second], 2)]).toEqual(['name:second'])
    expect([...waitingGuests([{ ...first, status: 'declined' }, second], 2)]).toEqual([])
    expect([...waitingGuests([first, second], 4)]).toEqual([])
  })

  it('ignores answers that are outdated or do not accept', () => {
    const span = { type: 'all-day', start: '2026-11-21', end: '2026-11-22' } as const
    const guests = [
      { ...guest('outdated', 1, 1), outdatedFor: span },
      { ...guest('maybe', 1, 2), status: 'tentative' as const },
      guest('comes', 1, 3),
    ]
    expect([...waitingGuests(guests, 1)]).toEqual([])
    expect(takenPlaces(guests, null)).toBe(1)
  })

  const guests = fc
    .array(
      fc.record({
        partySize: fc.integer({ min: 1, max: 5 }),
        minute: fc.nat(5),
        status: fc.constantFrom('accepted' as const, 'declined' as const),
      }),
      { maxLength: 8 },
    )
    .map((all) =>
      all.map(({ partySize, minute, status }, at) => ({ ...guest(`g${at}`, partySize, minute), status })),
    )

  it('gives at most as many places as the capacity, independent of the order of the list', () => {
    fc.assert(
      fc.property(guests, fc.integer({ min: 1, max: 12 }), (all, capacity) => {
        expect(takenPlaces(all, capacity)).toBeLessThanOrEqual(capacity)
        expect(waitingGuests(all.toReversed(), capacity)).toEqual(waitingGuests(all, capacity))
      }),
    )
  })

  it('moves no guest to the waiting list when the capacity grows or another guest declines', () => {
    fc.assert(
      fc.property(guests, fc.integer({ min: 1, max: 12 }), fc.nat(7), (all, capacity, at) => {
        const waiting = waitingGuests(all, capacity)
        const others = all.filter((_, index) => index !== at).map(personKey)
        const declined = all.map((person, index) =>
          index === at ? { ...person, status: 'declined' as const } : person,
        )
        for (const fewer of [waitingGuests(all, capacity + 1), waitingGuests(declined, capacity)]) {
          for (const key of fewer) if (others.includes(key)) expect(waiting.has(key)).toBe(true)
        }
      }),
    )
  })
})
