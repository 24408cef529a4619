import { expect, it } from 'vitest'
import { birthday } from './birthday'

it.each(['1990-04-12', '--04-12', '1900-01-01', '--02-29', '2000-02-29', null])(
  'accepts the birthday %s',
  (text) => {
    expect(birthday.parse(text)).toBe(text)
  },
)

it.each(['', '1990', '1990-4-12', '19900412', '1990-02-30', '--02-30', '--00-12', '2001-02-29', '1990--12'])(
  'rejects %s, which is no day',
  (text) => {
    expect(birthday.safeParse(text).error?.issues[0]?.message).toBe('bad_birthday')
  },
)

it.each(['1899-12-31', '2999-01-01'])(
  'rejects the birthday %s, which is before 1900 or in the future',
  (text) => {
    expect(birthday.safeParse(text).error?.issues[0]?.message).toBe('bad_birthday')
  },
)
