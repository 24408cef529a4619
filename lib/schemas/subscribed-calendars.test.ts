import { expect, it } from 'vitest'
import { feedAddressesOf } from './subscribed-calendars'

it.each([
  ['https://example.org/a.ics', ['https://example.org/a.ics']],
  [' http://me:secret@example.org/a.ics\n', ['http://me:secret@example.org/a.ics']],
  ['webcal://example.org/a.ics?k=1', ['https://example.org/a.ics?k=1', 'http://example.org/a.ics?k=1']],
  ['WEBCALS://example.org/a.ics', ['https://example.org/a.ics']],
  ['example.org/a.ics', ['https://example.org/a.ics', 'http://example.org/a.ics']],
  ['localhost:3000/a.ics', ['https://localhost:3000/a.ics', 'http://localhost:3000/a.ics']],
  ['file:///etc/passwd', []],
  ['javascript:alert(1)', []],
  ['holidays', []],
  ['https://exa mple.org', []],
  ['', []],
])('reads %j as the addresses %j', (text, addresses) => {
  expect(feedAddressesOf(text)).toEqual(addresses)
})
