import { expect, it } from 'vitest'
import { type EventToAdd, googleLink, outlookLink } from './add-links'

const event: EventToAdd = {
  title: 'Dinner & dance',
  description: 'Bring a cake',
  location: 'Hall 1',
  rules: [],
  span: {
    ...{ type: 'timed', start: '2026-11-21T18:00:00', startZone: 'Europe/Berlin' },
    ...{ end: '2026-11-21T19:30:00', endZone: 'Europe/Berlin' },
  },
}

const parametersOf = (link: string) => Object.fromEntries(new URL(link).searchParams)

it('links to Google Calendar with wall times and zone, and the rules of a series', () => {
  expect(parametersOf(googleLink({ ...event, rules: ['FREQ=WEEKLY;COUNT=3'] }))).toEqual({
    ...{ action: 'TEMPLATE', text: 'Dinner & dance', details: 'Bring a cake', location: 'Hall 1' },
    ...{ dates: '20261121T180000/20261121T193000', ctz: 'Europe/Berlin', recur: 'RRULE:FREQ=WEEKLY;COUNT=3' },
  })
})

it('links to Google Calendar with UTC times where the ends are in different zones or in a fixed offset', () => {
  const flight = { ...event.span, endZone: 'UTC' } as EventToAdd['span']
  expect(parametersOf(googleLink({ ...event, span: flight })).dates).toBe('20261121T170000Z/20261121T193000Z')
  const fixed = { ...event.span, startZone: 'UTC+01:00', endZone: 'UTC+01:00' } as EventToAdd['span']
  expect(parametersOf(googleLink({ ...event, span: fixed })).dates).toBe('20261121T170000Z/20261121T183000Z')
})

it('links with the dates of all-day events and the wall times of floating ones', () => {
  const allDay = { type: 'all-day', start: '2026-11-21', end: '2026-11-23' } as const
  expect(parametersOf(googleLink({ ...event, span: allDay })).dates).toBe('20261121/20261123')
  expect(parametersOf(outlookLink({ ...event, span: allDay }))).toMatchObject({
    ...{ startdt: '2026-11-21', enddt: '2026-11-23', allday: 'true' },
  })
  const floating = { type: 'floating', start: '2026-11-21T18:00:00', end: '2026-11-21T19:00:00' } as const
  expect(parametersOf(googleLink({ ...event, span: floating })).dates).toBe('20261121T180000/20261121T190000')
  expect(parametersOf(outlookLink({ ...event, span: floating })).startdt).toBe('2026-11-21T18:00:00')
})

it('links to Outlook with UTC times', () => {
  expect(parametersOf(outlookLink(event))).toEqual({
    ...{ rru: 'addevent', path: '/calendar/action/compose', subject: 'Dinner & dance', location: 'Hall 1' },
    ...{ startdt: '2026-11-21T17:00:00.000Z', enddt: '2026-11-21T18:30:00.000Z', body: 'Bring a cake' },
  })
})

it('limits the length of links', () => {
  const long = { ...event, description: 'x'.repeat(20_000) }
  for (const link of [googleLink(long), outlookLink(long)]) expect(link.length).toBeLessThan(2000)
})
