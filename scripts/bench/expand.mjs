import { RRuleTemporal } from 'rrule-temporal'
import { occurrenceTimes } from '../../lib/calendar/series/times.ts'
import { answerWith } from './children.mjs'

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Sydney',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'Europe/London',
]

/** Common recurrence rules. */
const RULES = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=DAILY;COUNT=3000',
  'FREQ=WEEKLY',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20330101T000000Z',
  'FREQ=WEEKLY;COUNT=500',
  'FREQ=WEEKLY;INTERVAL=2',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
  'FREQ=MONTHLY',
  'FREQ=MONTHLY;UNTIL=20280101T000000Z',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY',
  'FREQ=YEARLY;BYMONTH=6;BYDAY=-1SU',
]

const RANGE = { from: Date.UTC(2031, 5, 1), to: Date.UTC(2031, 6, 1) }

const digits = (number) => String(number).padStart(2, '0')

/** Returns 1,000 series from 2026: every tenth has exclusions, every twentieth an override. */
function seriesOf(zoned) {
  return Array.from({ length: 1000 }, (_, index) => {
    const time = `${digits(7 + (index % 12))}:00:00`
    const start = `2026-${digits(1 + (index % 12))}-${digits(1 + ((index * 7) % 28))}`
    const zone = zoned ? ZONES[index % ZONES.length] : 'UTC'
    const days = [3, 4, 5, 6, 9].map((day) => `2031-06-${digits(day)}T${time}`)
    return {
      span: {
        type: 'timed',
        start: `${start}T${time}`,
        end: `${start}T${time.replace('00:00', '45:00')}`,
        startZone: zone,
        endZone: zone,
      },
      recurrence: {
        rules: [RULES[index % RULES.length]],
        dates: [],
        exclusions: index % 10 === 3 ? days : [],
      },
      overrides: index % 20 === 3 ? { [`2031-06-11T${time}`]: { title: 'Late' } } : {},
    }
  })
}

/** Converts series to rrule-temporal, which has no overrides. */
function rulesOf(series) {
  return series.map(({ span, recurrence }) => {
    const zone = span.startZone
    const basic = (wall) => wall.replace(/[-:]/g, '')
    const excluded = recurrence.exclusions.map((id) => `\nEXDATE;TZID=${zone}:${basic(id)}`).join('')
    return new RRuleTemporal({
      rruleString: `DTSTART;TZID=${zone}:${basic(span.start)}\nRRULE:${recurrence.rules[0]}${excluded}`,
    })
  })
}

const sets = [false, true].map((zoned) => {
  const series = seriesOf(zoned)
  const rules = rulesOf(series)
  const [from, to] = [new Date(RANGE.from), new Date(RANGE.to)]
  return {
    kinday: () => series.map((definition) => occurrenceTimes(definition, RANGE).length),
    baseline: () => rules.map((rule) => rule.between(from, to, true).length),
  }
})

// Expands series by one engine for some milliseconds. Returns rules per second.
answerWith(({ engine, zoned, ms }) => {
  const expand = sets[zoned ? 1 : 0][engine]
  const begin = performance.now()
  let rounds = 0
  do {
    expand()
    rounds++
  } while (performance.now() - begin < ms)
  return (rounds * 1000 * 1000) / (performance.now() - begin)
})
