import { expect, test } from 'vitest'
import { formatSearchParams, parseSearchParams } from './search-params'

test.each([
  '',
  '?q=tea',
  '?q=caf%C3%A9+%26+tea&calendar=a&calendar=b&kind=meeting&person=p&from=2026-11-01&to=2026-12-01&page=2',
])('parses the query string %j and formats it as the same string', (text) => {
  expect(formatSearchParams(parseSearchParams(text))).toBe(text)
})

test('leaves empty filters out of the query string', () => {
  expect(formatSearchParams({ q: '  ', calendar: [], page: 1 })).toBe('')
})
