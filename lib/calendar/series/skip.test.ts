import { expect, it } from 'vitest'
import { ALL_TIME, occurrences } from './series'

const days = (rule: string, start: string, limit = 5) =>
  occurrences(
    {
      span: { type: 'all-day', start, end: start },
      recurrence: { rules: [rule], dates: [], exclusions: [] },
      overrides: {},
    },
    ALL_TIME,
    limit,
  ).map(({ id }) => id)

// RFC 7529 §4.3 and §7.
it.each([
  [
    'RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD',
    '2016-02-29',
    ['2016-02-29', '2017-02-28', '2018-02-28', '2019-02-28', '2020-02-29'],
  ],
  [
    'RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD',
    '2016-02-29',
    ['2016-02-29', '2017-03-01', '2018-03-01', '2019-03-01', '2020-02-29'],
  ],
  [
    'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD',
    '2014-01-31',
    ['2014-01-31', '2014-02-28', '2014-03-31', '2014-04-30', '2014-05-31'],
  ],
  [
    'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD',
    '2014-01-31',
    ['2014-01-31', '2014-03-01', '2014-03-31', '2014-05-01', '2014-05-31'],
  ],
  [
    'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT',
    '2014-01-31',
    ['2014-01-31', '2014-03-31', '2014-05-31', '2014-07-31', '2014-08-31'],
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=BACKWARD;RSCALE=GREGORIAN',
    '2014-03-30',
    ['2014-03-30', '2014-03-31', '2014-04-30', '2014-05-30', '2014-05-31'],
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=29,30,31;BYSETPOS=-1;SKIP=FORWARD;RSCALE=GREGORIAN',
    '2014-01-31',
    ['2014-01-31', '2014-03-01', '2014-03-31', '2014-05-01', '2014-05-31'],
  ],
  [
    'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;SKIP=FORWARD;RSCALE=GREGORIAN;COUNT=3',
    '2014-02-28',
    ['2014-02-28', '2014-03-01', '2014-05-01'],
  ],
  [
    'FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD;RSCALE=GREGORIAN',
    '2016-12-31',
    ['2016-12-31', '2018-01-01', '2019-01-01', '2020-01-01', '2020-12-31'],
  ],
])('expands %s from %s with SKIP', (rule, start, expected) => {
  expect(days(rule, start, expected.length)).toEqual(expected)
})

it('finds days moved into the range from adjacent months', () => {
  const series = {
    span: { type: 'all-day', start: '2014-01-31', end: '2014-02-01' } as const,
    recurrence: { rules: ['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD'], dates: [], exclusions: [] },
    overrides: {},
  }
  const range = { from: Date.UTC(2015, 2, 1), to: Date.UTC(2015, 2, 2) }
  expect(occurrences(series, range).map(({ id }) => id)).toContain('2015-03-01')
})
