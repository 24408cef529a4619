import { expect, it } from 'vitest'
import { type Answer, answerLookup, countedStatus } from './answers'
import { participantOf } from './participant'
import type { Span } from './span'

const dayOf = (start: string, end: string): Span => ({ type: 'all-day', start, end })
const series = { span: dayOf('2026-12-01', '2026-12-02'), recurrence: null, overrides: {} }
const [mia, ben] = [participantOf('mia'), participantOf('ben')]

const answerOf = (status: Answer['status'], givenFor: Span): Answer => ({
  ...mia,
  ...{ recurrenceId: null, status, partySize: 1, comment: '', givenFor },
})

it('counts attendees without an account as accepted, and others as not answered', () => {
  const lookup = answerLookup(series, [], ['mia'])
  expect(countedStatus(lookup(mia, null))).toBe('accepted')
  expect(countedStatus(lookup(ben, null))).toBe('needs-action')
})

it('returns the answer that an editor recorded for an attendee without an account, until the event moves', () => {
  const declined = answerOf('declined', series.span)
  expect(answerLookup(series, [declined], ['mia'])(mia, null)).toMatchObject({ status: 'declined' })
  const outdated = answerOf('declined', dayOf('2026-12-08', '2026-12-09'))
  expect(answerLookup(series, [outdated], ['mia'])(mia, null)).toMatchObject({
    status: 'accepted',
    outdatedFor: null,
  })
})
