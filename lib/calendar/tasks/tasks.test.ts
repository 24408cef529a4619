import { casual } from 'chrono-node/en'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumber, dayOf, wallMs } from '../day'
import { dueSection, nextDue } from './due'
import { type DutyState, dutyStep } from './duty'
import { positionBetween, positionsBetween } from './position'
import {
  editRotation,
  nextTurn,
  type Rotation,
  swapTurns,
  turnsToSwap,
  upcomingTurns,
  withoutPeople,
} from './rotation'
import { parseTypedTask, splitTitles } from './typed-tasks'

describe('positionBetween', () => {
  it('returns a new position between its neighbors, for any sequence of insertions and moves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 200 }), (places) => {
        const positions: string[] = []
        for (const place of places) {
          const index = place % (positions.length + 1)
          positions.splice(index, 0, positionBetween(positions[index - 1] ?? null, positions[index] ?? null))
        }
        expect(positions).toEqual([...new Set(positions)].sort())
      }),
    )
  })

  it('finds a place at the same spot a thousand times', () => {
    let last = 'V001'
    for (let index = 0; index < 1000; index++) {
      const next = positionBetween('V000', last)
      expect(next > 'V000' && next < last).toBe(true)
      last = next
    }
    expect(positionBetween(null, '0000V') < '0000V').toBe(true)
    expect(positionBetween('zzzz', null) > 'zzzz').toBe(true)
  })

  it('keeps positions of rows that are added at the end short', () => {
    const positions = positionsBetween(null, null, 1000)
    expect(Math.max(...positions.map(({ length }) => length))).toBe(4)
    expect(positions).toEqual([...positions].sort())
  })
})

describe('nextDue', () => {
  const onDay = (day: string) => ({ day, time: null, zone: null })

  it('returns the next occurrence that is not before today', () => {
    const rule = 'FREQ=WEEKLY;BYDAY=TU'
    expect(nextDue(onDay('2026-12-01'), rule, '2026-11-30')).toEqual(onDay('2026-12-08'))
    expect(nextDue(onDay('2026-11-10'), rule, '2026-12-01')).toEqual(onDay('2026-12-01'))
    expect(nextDue(onDay('2026-11-10'), rule, '2026-12-02')).toEqual(onDay('2026-12-08'))
  })

  it('keeps the interval and the wall time over a DST change, and ends with the rule', () => {
    const due = { day: '2026-10-20', time: '07:30', zone: 'Europe/Berlin' }
    expect(nextDue(due, 'FREQ=WEEKLY;INTERVAL=2', '2026-10-20')).toEqual({ ...due, day: '2026-11-03' })
    expect(nextDue(due, 'FREQ=DAILY;UNTIL=20261020T053000Z', '2026-10-20')).toBeNull()
  })

  it('returns for any rule a later day that is an occurrence', () => {
    const rules = ['FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=MO,TH', 'FREQ=MONTHLY', 'FREQ=YEARLY']
    const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...rules), day, day, (rule, from, now) => {
        const [start, today] = [from, now].map((date) => date.toISOString().slice(0, 10)) as [string, string]
        const next = nextDue(onDay(start), rule, today)!
        expect(next.day > start && next.day >= today).toBe(true)
        if (rule.startsWith('FREQ=DAILY')) {
          expect((Date.parse(next.day) - Date.parse(start)) % (3 * 86_400_000)).toBe(0)
        }
        // Nothing between the two is skipped.
        const before = nextDue(onDay(start), rule, start)!
        if (before.day >= today) expect(next).toEqual(before)
      }),
    )
  })
})

describe('dueSection', () => {
  it('shows a day at the same date in every zone, and a time at the date of the viewer', () => {
    const now = wallMs('2026-12-01T10:00:00')
    const section = (day: string, time: string | null = null) =>
      dueSection({ day, time, zone: time && 'Pacific/Auckland' }, now, 'America/New_York')
    expect(['2026-11-30', '2026-12-01', '2026-12-02'].map((day) => section(day))).toEqual([
      'overdue',
      'today',
      'next',
    ])
    expect([section('2026-12-02', '12:00'), section('2026-12-02', '00:30')]).toEqual(['today', 'overdue'])
    expect(dueSection(null, now, 'UTC')).toBe('none')
  })
})

describe('typed tasks', () => {
  it('makes one task of each pasted line, without bullets', () => {
    const pasted = '- Milk\n* [ ] Eggs\r\n\n  3) Bread\n☐ 2 l juice\n12 candles\n-5 °C bag'
    expect(splitTitles(pasted)).toEqual(['Milk', 'Eggs', 'Bread', '2 l juice', '12 candles', '-5 °C bag'])
  })

  it('understands a due day and time in the title', () => {
    const now = wallMs('2026-12-01T10:00:00')
    const parse = (text: string) => parseTypedTask(text, 'en', casual, now, 'Europe/Berlin')
    expect(parse('Milk tomorrow')).toEqual({
      title: 'Milk',
      due: { day: '2026-12-02', time: null, zone: null },
    })
    expect(parse('Call Ana on Friday at 5pm')).toEqual({
      title: 'Call Ana',
      due: { day: '2026-12-04', time: '17:00', zone: 'Europe/Berlin' },
    })
    expect(parse('Call Ana at 9am').due).toMatchObject({ day: '2026-12-02', time: '09:00' })
    expect(parse('Formula 1')).toEqual({ title: 'Formula 1', due: null })
  })
})

describe('rotation', () => {
  const due = { day: '2026-10-05', time: '07:30', zone: 'Europe/Berlin' }
  const present = { day: due.day, assignee: null }
  const start = (by: Rotation['by'], people: string[]) => editRotation(null, { by, people }, present)
  /** Returns the people of the next tasks that are due on some days. */
  const peopleOn = (rotation: Rotation, days: readonly string[]) => {
    let current = rotation
    return days.map((day) => {
      const turn = nextTurn(current, day)
      current = turn.rotation
      return turn.person
    })
  }
  const peopleOf = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  const days = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }).map((steps) => {
    const sum = (until: number) => steps.slice(0, until + 1).reduce((total, step) => total + step, 0)
    return steps.map((_, index) => dayOf(dayNumber(due.day) + sum(index)))
  })

  it('passes to every person in turn, whenever the tasks are due', () => {
    fc.assert(
      fc.property(peopleOf, days, (people, days) => {
        const found = [people[0], ...peopleOn(start('occurrence', people), days)]
        expect(found).toEqual(found.map((_, index) => people[index % people.length]))
      }),
    )
  })

  it('passes by the ISO weeks between two tasks, over the end of a year and a DST change', () => {
    const people = ['a', 'b', 'c']
    const rotation = start('week', people)
    const weeks = ['2026-10-25', '2026-10-26', '2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04']
    expect(peopleOn(rotation, weeks)).toEqual(['c', 'a', 'c', 'a', 'a', 'b'])
    fc.assert(
      fc.property(peopleOf, days, (people, days) => {
        const weekOf = (day: string) => Math.floor((Date.parse(day) - Date.parse(due.day)) / (7 * 86_400_000))
        expect(peopleOn(start('week', people), days)).toEqual(
          days.map((day) => people[weekOf(day) % people.length]),
        )
      }),
    )
  })

  it('skips a removed person, and goes on in the same order for the others', () => {
    fc.assert(
      fc.property(
        peopleOf.filter(({ length }) => length > 1),
        fc.constantFrom('occurrence' as const, 'week' as const),
        fc.nat(),
        fc.nat({ max: 10 }),
        (people, by, index, done) => {
          const weekly = Array.from({ length: 40 }, (_, week) => dayOf(dayNumber(due.day) + 7 * (week + 1)))
          let rotation = start(by, people)
          for (const day of weekly.slice(0, done)) rotation = nextTurn(rotation, day).rotation
          const removed = people[index % people.length]!
          const later = weekly.slice(done, done + people.length * 2)
          const without = peopleOn(withoutPeople(rotation, [removed])!, later)
          const expected = peopleOn(rotation, later).filter((person) => person !== removed)
          expect(without.slice(0, expected.length)).toEqual(expected)
          expect(without).not.toContain(removed)
        },
      ),
    )
    expect(withoutPeople(start('week', ['a']), ['a'])).toBeNull()
  })

  it('continues a rotation after the present person when its order is edited', () => {
    const { rotation } = nextTurn(start('occurrence', ['a', 'b', 'c']), '2026-10-12')
    const edited = editRotation(rotation, { by: 'occurrence', people: ['d', 'c', 'b', 'a'] }, present)
    expect(peopleOn(edited, ['2026-10-19', '2026-10-26', '2026-11-02'])).toEqual(['a', 'd', 'c'])
    expect(
      editRotation(null, { by: 'week', people: ['a', 'b'] }, { ...present, assignee: 'b' }).from,
    ).toEqual({
      day: due.day,
      person: 'b',
    })
  })

  it('lists the next turns, of which a week with several tasks is one', () => {
    const rotation = start('week', ['a', 'b'])
    const task = { due, rule: 'FREQ=DAILY', rotation }
    expect(upcomingTurns(task, due.day, 3)).toEqual([
      { day: '2026-10-12', person: 'b' },
      { day: '2026-10-19', person: 'a' },
      { day: '2026-10-26', person: 'b' },
    ])
    const late = { ...task, rule: 'FREQ=WEEKLY', rotation: start('occurrence', ['a', 'b']) }
    expect(upcomingTurns(late, '2026-10-27', 2)).toEqual([
      { day: '2026-11-02', person: 'b' },
      { day: '2026-11-09', person: 'a' },
    ])
  })

  it('exchanges two turns, and no other ones', () => {
    const task = { due, rule: 'FREQ=WEEKLY', rotation: start('occurrence', ['a', 'b', 'c']) }
    const turns = turnsToSwap(task, 'a', due.day)
    expect(turns).toEqual([
      { day: '2026-10-12', person: 'b' },
      { day: '2026-10-19', person: 'c' },
    ])
    const rotation = swapTurns(task.rotation, { day: due.day, person: 'a' }, turns[1]!)
    const people = upcomingTurns({ ...task, rotation }, due.day, 6).map(({ person }) => person)
    expect(people).toEqual(['b', 'a', 'a', 'b', 'c', 'a'])
    expect(turnsToSwap(task, 'other', due.day)).toEqual([])
    // All tasks of the week of a weekly turn pass to the other person.
    const daily = { due, rule: 'FREQ=DAILY', rotation: start('week', ['a', 'b']) }
    const [other] = turnsToSwap(daily, 'a', due.day)
    const swapped = swapTurns(daily.rotation, { day: due.day, person: 'a' }, other!)
    expect(peopleOn(swapped, ['2026-10-06', '2026-10-11', '2026-10-12', '2026-10-18', '2026-10-19'])).toEqual(
      [...['b', 'b', 'a', 'a', 'a']],
    )
  })
})

describe('dutyStep', () => {
  const [minute, hour] = [60_000, 3_600_000]
  const at = 100 * 24 * hour
  const state = { at, minutes: 60, isAssigned: true, canConfirm: true, acknowledgedAt: null }
  const silent = { remindedAt: null, notifiedAt: null }
  const actionAt = (changed: object, now: number) => dutyStep({ ...state, ...silent, ...changed }, now).action

  it('asks the assignee to confirm, then tells the others, and stays silent after a confirmation', () => {
    expect(actionAt({}, at - 2 * hour - 1)).toBe(null)
    expect(actionAt({}, at - 2 * hour)).toBe('remind')
    const remindedAt = at - 2 * hour
    expect(actionAt({ remindedAt }, at - hour - 1)).toBe(null)
    expect(actionAt({ remindedAt }, at - hour)).toBe('notify')
    expect(actionAt({ remindedAt, acknowledgedAt: remindedAt + 1 }, at - hour)).toBe(null)
    expect(actionAt({ remindedAt, acknowledgedAt: remindedAt - 1 }, at - hour)).toBe('notify')
    expect(actionAt({ acknowledgedAt: at - 3 * hour }, at - 2 * hour)).toBe('remind')
    expect(actionAt({ canConfirm: false }, at - hour)).toBe(null)
  })

  it('tells the others at once of a duty that is given back late, but not after it was due', () => {
    expect(actionAt({ isAssigned: false }, at - hour - 1)).toBe(null)
    expect(actionAt({ isAssigned: false }, at - minute)).toBe('notify')
    expect(actionAt({ isAssigned: false }, at)).toBe(null)
    expect(actionAt({ isAssigned: false, at: null }, at)).toBe(null)
  })

  it('notifies the assignee and the others at most once each, whenever it is run', () => {
    const instants = fc.array(fc.integer({ min: at - 60 * 24 * hour, max: at + 24 * hour }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 20_000 }),
        fc.boolean(),
        (times, minutes, isAssigned) => {
          const duty = { ...state, ...silent, minutes, isAssigned } as DutyState
          const actions: string[] = []
          for (const now of times.sort((a, b) => a - b)) {
            const { action, checkAt } = dutyStep(duty, now)
            if (action === 'remind') duty.remindedAt = now
            if (action === 'notify') duty.notifiedAt = now
            if (action) actions.push(action)
            if (checkAt !== null) expect(checkAt).toBeGreaterThan(now)
          }
          expect(actions).toEqual([...new Set(actions)].sort().reverse())
          if (!isAssigned) expect(actions).not.toContain('remind')
        },
      ),
    )
  })
})
