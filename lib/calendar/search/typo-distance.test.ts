import { expect, test } from 'vitest'
import { createTypoDistance } from './typo-distance'

test.each([
  ['Zahnarzt bei Dr. Weiß', ['zahnartz'], 1],
  ['Football practice', ['fotball'], 1],
  ['Dinner', ['dinenr'], 1],
  ['Geburtstag', ['gebutrstg'], 2],
  ['Café', ['cafe'], 0],
  ['Zahnarzttermin', ['zahnartz'], 1],
  ['Football in the hall', ['fotball', 'hlal'], 2],
  ['зубной врач', ['зубнйо'], 1],
] as const)('counts the typos between %s and %s', (text, words, typos) => {
  expect(createTypoDistance(words)(text)).toBe(typos)
})

test.each([
  ['Football', ['basketball']],
  ['Dinner', ['winter']],
  ['Tea', ['ten']],
  ['Choir', ['chat']],
  ['', ['anything']],
] as const)('finds no typo distance between %s and %s', (text, words) => {
  expect(createTypoDistance(words)(text)).toBeUndefined()
})
