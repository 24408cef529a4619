import { expect, it } from 'vitest'
import { toNameKey } from './name-key'
import { RESERVED_SLUGS, slugBase } from './slug'

it.each([
  ['Anna Müller', 'anna muller'],
  ['Anna Müller', 'ANNA  MÜLLER'],
  ['Anna Müller', 'Аnnа Müllеr'],
  ['Anna Müller', 'Anna-Mu\u0308ller.'],
  ['Bill', 'BiII'],
  ['Bill', 'Bi11'],
  ['Bob', 'B0b'],
  ['Martin', 'Martın'],
  ['Marne', 'Mame'],
  ['Straße', 'STRASSE'],
  ['Ολγα', 'ολγα'],
  ['🦊', '🦊'],
])('takes %s and %s for the same name', (one, other) => {
  expect(toNameKey(one)).toBe(toNameKey(other))
})

it.each([
  ['Anna', 'Anne'],
  ['ليلى', 'ليل'],
  ['🦊', '🐻'],
  ['李', '王'],
])('keeps %s and %s apart', (one, other) => {
  expect(toNameKey(one)).not.toBe(toNameKey(other))
})

it.each([
  ['Summer party', 'summer-party'],
  ['Grünes Frühstück bei Åse & Øyvind!', 'gruenes-fruehstueck-bei-ase'],
  ['  Straßenfest  ', 'strassenfest'],
  ['مهرجان', ''],
  ['Vi går på café 2027', 'vi-gar-pa-cafe-2027'],
])('derives the address of “%s”', (title, base) => {
  expect(slugBase(title)).toBe(base)
})

it('reserves no word that is no slug', () => {
  for (const word of RESERVED_SLUGS) expect(word).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
})
