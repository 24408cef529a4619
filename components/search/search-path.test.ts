import { expect, test } from 'vitest'
import { parseSearchPath, searchPath } from './search-path'

test.each([
  '',
  '?q=tea',
  '?q=caf%C3%A9+%26+tea&calendar=a&calendar=b&kind=meeting&person=p&from=2026-11-01&to=2026-12-01&page=2',
])('writes and parses %j back to the same path', (path) => {
  expect(searchPath(parseSearchPath(path))).toBe(path)
})

test('leaves empty filters out of the path', () => {
  expect(searchPath({ q: '  ', calendar: [], page: 1 })).toBe('')
})
