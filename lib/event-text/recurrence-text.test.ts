import fc from 'fast-check'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { formatRule } from '@/lib/calendar/series/format-rule'
import { createRule, FREQUENCIES, type Rule } from '@/lib/calendar/series/rule'
import type { Span } from '@/lib/calendar/span'
import ar from '@/messages/ar'
import de from '@/messages/de'
import en from '@/messages/en'
import { formatRecurrence } from './recurrence-text'

const CATALOGUES = { 'en-GB': en, de, ar, 'ar-EG': ar }

type Locale = keyof typeof CATALOGUES

function wordsOf(locale: Locale): Parameters<typeof formatRecurrence>[2] {
  const words = createTranslator({ locale, messages: CATALOGUES[locale] as typeof en, namespace: 'repeat' })
  return words as unknown as Parameters<typeof formatRecurrence>[2]
}

/** Tuesday, 17 November 2026, the third of its month. */
const START: Span = {
  type: 'timed',
  start: '2026-11-17T09:00:00',
  startZone: 'Europe/Berlin',
  end: '2026-11-17T10:00:00',
  endZone: 'Europe/Berlin',
}

function text(rules: string[], dates: string[] = [], locale: Locale = 'en-GB'): string {
  const series = { span: START, recurrence: { rules, dates, exclusions: [] } }
  return formatRecurrence(series, { locale, hourCycle: 'h23' }, wordsOf(locale))
}

describe('formatRecurrence', () => {
  it.each([
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=DAILY;INTERVAL=2', 'Every other day'],
    ['FREQ=DAILY;INTERVAL=3;COUNT=10', 'Every 3 days, 10 times'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=DAILY;BYDAY=MO,FR', 'Every week on Monday and Friday'],
    ['FREQ=DAILY;INTERVAL=2;BYDAY=MO,FR', 'Every other day, only on Monday and Friday'],
    ['FREQ=DAILY;BYMONTH=1', 'Every day, only in January'],
    ['FREQ=DAILY;BYHOUR=9,15;BYMINUTE=30', 'Every day at 09:30 and 15:30'],
    ['FREQ=WEEKLY', 'Every week on Tuesday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR', 'Every 3 weeks on weekdays'],
    [
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270303;BYDAY=MO,FR',
      'Every two weeks on Monday and Friday, until 3 March 2027',
    ],
    ['FREQ=WEEKLY;UNTIL=20270303T085959', 'Every week on Tuesday, until 2 March 2027'],
    ['FREQ=WEEKLY;UNTIL=99991231', 'Every week on Tuesday'],
    ['FREQ=MONTHLY', 'Every month on the 17th'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', 'Every month on the 1st, the 15th and the last day'],
    ['FREQ=MONTHLY;BYMONTHDAY=-2,-3', 'Every month on the second to last day and the 3rd to last day'],
    ['FREQ=MONTHLY;BYDAY=3TU', 'Every month on the third Tuesday'],
    ['FREQ=MONTHLY;BYDAY=-1TU', 'Every month on the last Tuesday'],
    ['FREQ=MONTHLY;BYDAY=MO', 'Every month on every Monday'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'Every month on every Friday if that is the 13th'],
    ['FREQ=MONTHLY;COUNT=10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'Every month on the last weekday, 10 times'],
    ['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1', 'Every month on the first weekend day'],
    [
      'FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1,-1',
      'Every month on every Monday and every Wednesday, but only the first and the last of these',
    ],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,3', 'Every two months on the 17th in January and March'],
    [
      'RSCALE=GREGORIAN;FREQ=MONTHLY;COUNT=5;BYMONTHDAY=31;SKIP=BACKWARD',
      'Every month on the 31st (if there is no such day, on the last day before it), 5 times',
    ],
    [
      'RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;SKIP=FORWARD',
      'Every year on 29 February (if there is no such day, on the next day)',
    ],
    ['RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=FORWARD', 'Every week on Tuesday'],
    ['RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=15;SKIP=FORWARD', 'Every month on the 15th'],
    ['FREQ=YEARLY', 'Every year on 17 November'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'Every year on 29 February'],
    ['FREQ=YEARLY;BYMONTH=1,3', 'Every year on 17 January and 17 March'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'Every year on the 30th in February'],
    ['FREQ=YEARLY;BYMONTHDAY=13', 'Every year on the 13th of every month'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'Every year on the fourth Thursday in November'],
    ['FREQ=YEARLY;BYDAY=20MO', 'Every year on the 20th Monday of the year'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'Every year in week 20 on Monday'],
    ['FREQ=YEARLY;BYWEEKNO=20,-1', 'Every year in week 20 and the last week of the year on Tuesday'],
    [
      'FREQ=YEARLY;BYYEARDAY=1,100,-1',
      'Every year on the 1st day, the 100th day and the last day of the year',
    ],
    ['FREQ=YEARLY;BYDAY=MO;BYYEARDAY=100', 'Every year on every Monday if that is the 100th day of the year'],
    ['FREQ=HOURLY;INTERVAL=3', 'Every 3 hours'],
    ['FREQ=HOURLY;BYDAY=MO;BYMINUTE=0,30', 'Every hour, only on Monday at minutes 0 and 30 of the hour'],
    ['FREQ=MINUTELY;INTERVAL=15;BYHOUR=9,10', 'Every 15 minutes in the hours after 09:00 and 10:00'],
    ['FREQ=SECONDLY;COUNT=1', 'Every second, once'],
    ['FREQ=NEVER', 'Repeats in a way Kinday can’t show, so it appears only once'],
  ])('describes %s as “%s”', (rule, expected) => {
    expect(text([rule])).toBe(expected)
  })

  it('describes several rules and single days', () => {
    expect(text(['FREQ=WEEKLY', 'FREQ=MONTHLY;BYMONTHDAY=1'])).toBe(
      'Every week on Tuesday. Also: Every month on the 1st',
    )
    expect(text(['FREQ=WEEKLY'], ['2026-11-19T09:00:00'])).toBe(
      'Every week on Tuesday, and also on Thu, 19 Nov 2026',
    )
    expect(text([], ['2026-11-19T09:00:00', '2026-12-01T09:00:00/2026-12-01T11:00:00'])).toBe(
      'On Thu, 19 Nov 2026 and Tue, 1 Dec 2026',
    )
    expect(
      text(
        [],
        ['19', '20', '21', '22'].map((day) => `2026-11-${day}T09:00:00`),
      ),
    ).toBe('On Thu, 19 Nov 2026, Fri, 20 Nov 2026 and 2 more')
  })

  it('lists twelve items of a long list and counts the rest', () => {
    const days = Array.from({ length: 40 }, (_, index) => index + 1)
    expect(text([`FREQ=YEARLY;BYYEARDAY=${days}`])).toMatch(/the 12th day and 28 more of the year$/)
  })

  it.each<[Locale, string, string]>([
    ['de', 'FREQ=DAILY;INTERVAL=3;COUNT=10', 'Alle 3 Tage, 10-mal'],
    [
      'de',
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270303;BYDAY=MO,FR',
      'Alle zwei Wochen am Montag und Freitag, bis zum 3. März 2027',
    ],
    ['de', 'FREQ=MONTHLY;BYMONTHDAY=1,15,-1', 'Jeden Monat am 1., am 15. und am letzten Tag'],
    ['de', 'FREQ=MONTHLY;BYDAY=3TU', 'Jeden Monat am dritten Dienstag'],
    ['de', 'FREQ=MONTHLY;BYDAY=MO', 'Jeden Monat an jedem Montag'],
    ['de', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'Jeden Monat an jedem Freitag (nur wenn das am 13. ist)'],
    ['de', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'Jeden Monat am letzten Werktag (Mo–Fr)'],
    [
      'de',
      'RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD',
      'Jeden Monat am 31. (wenn es den Tag nicht gibt, am nächsten Tag)',
    ],
    ['de', 'FREQ=YEARLY', 'Jedes Jahr am 17. November'],
    ['de', 'FREQ=YEARLY;BYYEARDAY=1,-3', 'Jedes Jahr am 1. Tag und am drittletzten Tag des Jahres'],
    ['ar', 'FREQ=DAILY', 'كل يوم'],
    ['ar', 'FREQ=DAILY;INTERVAL=2', 'كل يومين'],
    ['ar', 'FREQ=DAILY;INTERVAL=3;COUNT=10', 'كل 3 أيام، 10 مرات'],
    ['ar', 'FREQ=DAILY;INTERVAL=11;COUNT=2', 'كل 11 يومًا، مرتين'],
    ['ar', 'FREQ=DAILY;INTERVAL=100', 'كل 100 يوم'],
    [
      'ar',
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270303;BYDAY=MO,FR',
      'كل أسبوعين في يوم الاثنين ويوم الجمعة، حتى 3 مارس 2027',
    ],
    ['ar', 'FREQ=MONTHLY;BYDAY=3TU', 'كل شهر في يوم الثلاثاء الثالث'],
    ['ar', 'FREQ=MONTHLY;BYDAY=-1TU', 'كل شهر في يوم الثلاثاء الأخير'],
    [
      'ar',
      'RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD',
      'كل شهر في اليوم 31 (وإن لم يوجد هذا اليوم ففي آخر يوم قبله)',
    ],
    ['ar', 'FREQ=YEARLY', 'كل سنة في 17 نوفمبر'],
    ['ar-EG', 'FREQ=DAILY;INTERVAL=3', 'كل ٣ أيام'],
    ['ar-EG', 'FREQ=YEARLY', 'كل سنة في ١٧ نوفمبر'],
  ])('describes in %s %s as “%s”', (locale, rule, expected) => {
    expect(text([rule], [], locale)).toBe(expected)
  })

  it.each<[Locale, RegExp]>([
    ['en-GB', /^Every /],
    ['de', /^(Jed|Alle)/],
    ['ar', /^كل /],
  ])('describes every kind of rule in %s', (locale, beginning) => {
    const fewNumbers = (min: number, max: number, signed = false) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<number[]>([]) },
        {
          weight: 1,
          arbitrary: fc.uniqueArray(
            fc
              .tuple(fc.integer({ min: min, max: max }), fc.boolean())
              .map(([n, minus]) => (minus && signed ? -n : n)),
            { minLength: 1, maxLength: 20 },
          ),
        },
      )
    const rules = fc
      .record<Rule>({
        freq: fc.constantFrom(...FREQUENCIES),
        interval: fc.integer({ min: 1, max: 100 }),
        count: fc.option(fc.integer({ min: 1, max: 999 })),
        until: fc.option(fc.constantFrom('20270303', '20270303T101500', '20270303T101500Z', '99991231')),
        bySecond: fewNumbers(0, 60),
        byMinute: fewNumbers(0, 59),
        byHour: fewNumbers(0, 23),
        byDay: fc.array(
          fc.record({ nth: fc.integer({ min: -53, max: 53 }), day: fc.integer({ min: 1, max: 7 }) }),
          { maxLength: 5 },
        ),
        byMonthDay: fewNumbers(1, 31, true),
        byYearDay: fewNumbers(1, 366, true),
        byWeekNo: fewNumbers(1, 53, true),
        byMonth: fewNumbers(1, 12),
        bySetPos: fewNumbers(1, 366, true),
        skip: fc.constantFrom('omit', 'backward', 'forward'),
        weekStart: fc.integer({ min: 1, max: 7 }),
      })
      .map((rule) => formatRule(createRule(rule.freq, rule)))
    fc.assert(
      fc.property(fc.array(rules, { minLength: 1, maxLength: 3 }), (rules) => {
        const described = text(rules, [], locale)
        expect(described).toMatch(beginning)
        expect(described).not.toMatch(
          /BY[A-Z]|FREQ|INTERVAL|COUNT|undefined|NaN|null|\{|\}|repeat\.| {2}| [,.،]|,,|false/,
        )
      }),
      { numRuns: 400 },
    )
  })
})
