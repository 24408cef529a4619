import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { causeOf, logProblem, traceOf } from './log'

const log = vi.spyOn(console, 'error').mockImplementation(() => {})

beforeEach(() => {
  vi.useFakeTimers()
  log.mockClear()
})
afterEach(() => vi.useRealTimers())

it('logs a repeated error in full once, and after a minute with the number of repetitions', () => {
  const error = new Error('in the query select 1', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') })
  for (let times = 0; times < 5; times++) logProblem('GET /api/view', error)
  expect(log.mock.calls).toEqual([['kinday: GET /api/view: connect ECONNREFUSED 127.0.0.1:1', error]])
  logProblem('GET /api/view', new Error('another'))
  expect(log).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(61_000)
  logProblem('GET /api/view', error)
  expect(log).toHaveBeenLastCalledWith(
    'kinday: GET /api/view: connect ECONNREFUSED 127.0.0.1:1 (4 more times)',
  )
})

it('logs a database outage once, although several requests fail', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5'), { code: 'ECONNREFUSED' })
  const error = Object.assign(new Error('in the query select 1', { cause }), { params: [] })
  for (const place of ['GET /api/view/range', 'action createEvent', 'streaming']) logProblem(place, error)
  expect(log.mock.calls).toEqual([['kinday: the database does not answer: connect ECONNREFUSED 127.0.0.1:5']])
})

it('finds the deepest cause of an error', () => {
  const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
  expect(causeOf(new Error('outer', { cause: new AggregateError([refused, new Error('second')]) }))).toBe(
    'connect refused (ECONNREFUSED)',
  )
  expect(causeOf('text\nmore')).toBe('text')
})

it('traces an error without its message, which may quote a file', () => {
  const trace = traceOf(new SyntaxError('Unexpected token in "Dentist at nine"\n  second line'))
  expect(trace).toMatch(/^SyntaxError\n\s+at .*log\.test\.ts/)
  expect(trace).not.toContain('Dentist')
})
