import { expect, it } from 'vitest'
import { zoneCityName } from './zone-names'

it.each([
  ['Europe/Berlin', 'Berlin'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['America/St_Johns', 'St Johns'],
  ['UTC', 'UTC'],
  ['Europe/Kiev', 'Kyiv'], // browsers still report this name
  ['Asia/Calcutta', 'Kolkata'],
])('returns the city of %s: %s', (zone, city) => {
  expect(zoneCityName(zone)).toBe(city)
})
