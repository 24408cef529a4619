import { describe, expect, it, vi } from 'vitest'
import { MONDAY, NAME, objectText, openTestAccount, signal } from './caldav.test.account'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

const account = openTestAccount(caldavConnector)

const alarm = (...lines: string[]) => ['BEGIN:VALARM', ...lines, 'END:VALARM']

it.each([
  ['none', [], null],
  ['before and after the start', [...alarm('TRIGGER:-P1DT2H'), ...alarm('TRIGGER:PT9H')], [-540, 1560]],
  ['at the start, twice', [...alarm('TRIGGER:PT0S'), ...alarm('ACTION:AUDIO', 'TRIGGER:-PT0M')], [0]],
  ['that Kinday has not', alarm('TRIGGER;RELATED=END:-PT5M'), null],
  ['without action', alarm('ACTION:NONE', 'TRIGGER:PT0S'), []],
])('reads reminders: %s', async (_, lines, alarms) => {
  const { alarms: found, content } = await account.readStored(objectText([...MONDAY, ...lines]))
  expect(found).toEqual(alarms)
  expect(content!.unknown).toEqual([])
})

it('writes reminders without changing other alarms', async () => {
  const other = alarm('ACTION:EMAIL', 'TRIGGER;RELATED=END:-PT5M')
  const known = alarm('TRIGGER:-PT10M', 'X-KEPT:1')
  await account.readStored(objectText([...MONDAY, ...other, ...known, ...alarm('TRIGGER:-PT20M')]))
  const after = await account.edit({}, { alarms: [10, 60] })
  expect(after.match(/^(TRIGGER|X-KEPT).*$/gm)).toEqual([
    ...['TRIGGER;RELATED=END:-PT5M', 'TRIGGER:-PT10M', 'X-KEPT:1', 'TRIGGER:-PT60M'],
  ])
  const none = await account.edit({}, { alarms: [] })
  expect((await account.readStored(none)).alarms).toEqual([])
  const defaults = await account.edit({}, { alarms: null })
  expect((await account.readStored(defaults)).alarms).toBeNull()
  expect(defaults).toContain('TRIGGER;RELATED=END:-PT5M')
})

describe('of single occurrences', () => {
  const rules = ['FREQ=WEEKLY;COUNT=5']
  const instance = (day: number, ...lines: string[]) => [
    `RECURRENCE-ID;TZID=Europe/Berlin:202603${day}T090000`,
    ...[`DTSTART;TZID=Europe/Berlin:202603${day}T090000`, `DTEND;TZID=Europe/Berlin:202603${day}T100000`],
    ...lines,
  ]
  const series = objectText(
    [...MONDAY, `RRULE:${rules[0]}`, ...alarm('ACTION:DISPLAY', 'TRIGGER:-PT10M')],
    instance(16, 'SUMMARY:Solo', ...alarm('TRIGGER:-PT10M')),
    instance(23, ...alarm('TRIGGER:-PT7M', 'X-KEPT:1')),
    instance(30),
  )
  const at = (day: string) => `2026-03-${day}T09:00:00`
  const own = { [at('23')]: [7], [at('30')]: [] }

  it('reads reminders that differ from those of the series', async () => {
    expect(await account.readStored(series)).toMatchObject({ alarms: [10], occurrenceAlarms: own })
    const exclusions = [at('30')]
    await account.edit({ recurrence: { rules, dates: [], exclusions } })
    const text = account.stub.store.objects.get(NAME)!.ics
    expect((await account.readStored(text)).occurrenceAlarms).toEqual({ [at('23')]: [7] })
  })

  it.each([
    ['keeps them when those of the series change', { alarms: [20] }, { alarms: [20], occurrenceAlarms: own }],
    [
      'adds, changes and removes them',
      {
        occurrenceAlarms: { [at('09')]: [5], [at('16')]: [], [at('23')]: [3], '2026-03-10T09:00:00': [1] },
      },
      { alarms: [10], occurrenceAlarms: { [at('09')]: [5], [at('16')]: [], [at('23')]: [3] } },
    ],
    [
      'replaces them by the new ones of the series',
      { alarms: [20], occurrenceAlarms: {} },
      { alarms: [20], occurrenceAlarms: {} },
    ],
  ])('%s', async (_, options, expected) => {
    const { content } = await account.readStored(series)
    const text = await account.edit({}, options)
    const read = await account.readStored(text)
    expect(read).toMatchObject({ ...expected, content })
    expect(read.occurrenceAlarms).toEqual(expected.occurrenceAlarms)
    const { connector, calendar } = account
    const object = { ...content!, uid: 'new' }
    const state = await connector.write(calendar, 'new.ics', null, object, {
      notifies: false,
      signal,
      ...options,
    })
    expect(connector.toObject(calendar, state).occurrenceAlarms).toEqual(
      'occurrenceAlarms' in options ? expected.occurrenceAlarms : {},
    )
  })
})
