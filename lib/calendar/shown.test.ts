import { expect, it } from 'vitest'
import { shownItems } from './shown'
import type { CalendarTuple, Item } from './tuple'

const calendar = (name: string, hidden = false): CalendarTuple => {
  const tuple: CalendarTuple = [name, name, 'teal', 4, 0, 0]
  if (hidden) tuple.push(1)
  return tuple
}
const item = (calendar: number, also?: number[]): Item => ({
  ...{ id: 'a', calendar, title: 'A', color: 0, occurrence: 0, flags: 0, start: 0, end: 0 },
  ...(also && { also }),
})

it('is all where nothing is hidden', () => {
  const items = [item(0), item(1, [0])]
  expect(shownItems(items, [calendar('own'), calendar('club')])).toBe(items)
})

it('leaves out what stands in hidden calendars alone', () => {
  const calendars = [calendar('own', true), calendar('club'), calendar('old', true)]
  expect(shownItems([item(0), item(1), item(0, [2])], calendars)).toEqual([item(1)])
})

it('draws what also stands in a shown one, as that has it', () => {
  const calendars = [calendar('own', true), calendar('club'), calendar('choir')]
  expect(shownItems([item(0, [1, 2]), item(1, [0])], calendars)).toEqual([item(1, [2]), item(1, [])])
})
