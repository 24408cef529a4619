import { expect, it } from 'vitest'
import { ageAt, birthdayTitle } from './birthday'

const spanOf = (day: string) => ({ type: 'all-day', start: day, end: day }) as const
const ada = {
  title: birthdayTitle('Ada', '1815'),
  span: spanOf('2026-12-10'),
  series: { span: spanOf('1815-12-10'), recurrence: { rules: ['FREQ=YEARLY'] } },
}

it('returns the age at an occurrence of a birthday', () => {
  expect(ageAt(ada)).toBe(211)
  expect(ageAt({ ...ada, span: spanOf('1816-12-10') })).toBe(1)
})

it.each([
  ['the day of birth', { span: spanOf('1815-12-10') }],
  ['a title without a year', { title: 'Ada' }],
  ['a title with another year', { title: 'Reunion (1990)' }],
  ['a single event', { series: null }],
  ['a monthly series', { series: { ...ada.series, recurrence: { rules: ['FREQ=MONTHLY'] } } }],
  ['every second year', { series: { ...ada.series, recurrence: { rules: ['FREQ=YEARLY;INTERVAL=2'] } } }],
])('returns no age for %s', (_, fields) => {
  expect(ageAt({ ...ada, ...fields })).toBeNull()
})
