import { expect, it } from 'vitest'
import { formatBytes } from './format-bytes'

it('formats sizes in the unit that fits, with one digit below ten', () => {
  expect(
    [0, 1, 1023, 1024, 1536, 15_000, 25 * 1024 ** 2, 3.25 * 1024 ** 3].map((n) => formatBytes(n, 'en')),
  ).toEqual(['0 bytes', '1 byte', '1,023 bytes', '1 kB', '1.5 kB', '15 kB', '25 MB', '3.3 GB'])
  expect(formatBytes(1.5 * 1024 ** 2, 'de')).toBe('1,5 MB')
})
