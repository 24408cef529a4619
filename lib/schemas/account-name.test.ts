import { expect, it } from 'vitest'
import { accountName } from './account-name'

it('names the country of public holidays in the language of the user', () => {
  expect(accountName({ kind: 'holidays', account: 'DE-BY' }, 'de-AT')).toBe('Deutschland')
  expect(accountName({ kind: 'holidays', account: 'DE' }, 'en')).toBe('Germany')
})

it('returns addresses and hosts as they are stored', () => {
  expect(accountName({ kind: 'google', account: 'DE@example.org' }, 'de')).toBe('DE@example.org')
})
