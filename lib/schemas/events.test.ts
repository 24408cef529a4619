import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import { createEvent, deleteEvent, eventFields, undo, updateEvent } from './events'
import { parseInput } from './parse-input'

const ID = '0198c5a0-0000-7000-8000-000000000000'
const OTHER = '0198c5a0-0000-7000-8000-000000000001'
const NEW = {
  title: 'Dinner',
  calendarId: ID,
  span: { type: 'all-day', start: '2026-11-21', end: '2026-11-22' },
}
const ALL = {
  ...NEW,
  kind: 'meeting',
  description: 'Bring\nwine',
  location: 'Home',
  url: 'https://example.org/dinner',
  color: 'teal',
  visibility: 'private',
  busy: false,
  done: true,
  rules: ['FREQ=WEEKLY;BYDAY=SA'],
  attendees: [ID, OTHER, { email: 'ann@example.org', name: 'Ann' }],
  groups: [ID],
  guestListHidden: true,
  guestsMayComment: true,
  capacity: 12,
  answerBy: '2026-11-20',
  hiddenFrom: [],
}

/** Invalid fields of an event, for both creation and update. */
const BAD: [string, Record<string, unknown>, FieldErrors][] = [
  ['an empty title', { title: ' \n ' }, { title: { code: 'required' } }],
  [
    'a title of 10,000 characters',
    { title: 'x'.repeat(10_000) },
    { title: { code: 'too_long', limit: 500 } },
  ],
  ['a title that is a number', { title: 5 }, { title: { code: 'invalid' } }],
  ['a title that is null', { title: null }, { title: { code: 'invalid' } }],
  [
    'a description that is too long',
    { description: 'x'.repeat(20_001) },
    { description: { code: 'too_long', limit: 20_000 } },
  ],
  [
    'a location that is too long',
    { location: 'x'.repeat(501) },
    { location: { code: 'too_long', limit: 500 } },
  ],
  ['a link that runs a script', { url: 'javascript:alert(1)' }, { url: { code: 'invalid' } }],
  ['a link with a space', { url: 'https://example.org/a b' }, { url: { code: 'invalid' } }],
  ['an unknown kind', { kind: 'task' }, { kind: { code: 'invalid' } }],
  ['an unknown color', { color: '#ff0000' }, { color: { code: 'invalid' } }],
  ['an unknown visibility', { visibility: 'public' }, { visibility: { code: 'invalid' } }],
  ['a word in place of true', { busy: 'yes' }, { busy: { code: 'invalid' } }],
  ['a number in place of false', { done: 0 }, { done: { code: 'invalid' } }],
  ['a calendar that is no id', { calendarId: '../other' }, { calendarId: { code: 'invalid' } }],
  ['an attendee that is no id', { attendees: [ID, 'x'] }, { 'attendees.1': { code: 'invalid' } }],
  [
    'a malformed address',
    { attendees: [ID, { email: 'ann@-example.org' }] },
    { 'attendees.1.email': { code: 'bad_email' } },
  ],
  ['an attendee in place of a list', { attendees: ID }, { attendees: { code: 'invalid' } }],
  ['501 attendees', { attendees: Array(501).fill(ID) }, { attendees: { code: 'too_many', limit: 500 } }],
  ['a capacity of 0', { capacity: 0 }, { capacity: { code: 'invalid' } }],
  ['a date that does not exist', { answerBy: '2026-02-30' }, { answerBy: { code: 'bad_date' } }],
  [
    'an end before its start',
    { span: { ...NEW.span, end: '2026-11-20' } },
    { 'span.end': { code: 'end_before_start' } },
  ],
  [
    'a date in year 10000',
    { span: { ...NEW.span, end: '10000-01-01' } },
    { 'span.end': { code: 'bad_date' } },
  ],
  [
    'a zone that does not exist',
    {
      span: {
        type: 'timed',
        start: '2026-11-21T09:00:00',
        end: '2026-11-21T10:00:00',
        startZone: 'Mars/Olympus',
        endZone: 'UTC',
      },
    },
    { 'span.startZone': { code: 'bad_zone' } },
  ],
  ['a span that is a word', { span: 'tomorrow' }, { span: { code: 'invalid' } }],
]

describe('createEvent', () => {
  it('fills in defaults', () => {
    expect(parseInput(createEvent, NEW)).toEqual({
      ...NEW,
      kind: 'event',
      description: '',
      location: '',
      url: '',
      color: null,
      visibility: 'default',
      busy: true,
      done: false,
      rules: [],
      attendees: [],
      groups: [],
      guestListHidden: false,
      guestsMayComment: false,
      capacity: null,
      answerBy: null,
      hiddenFrom: [],
    })
  })

  it('accepts all fields', () => {
    expect(parseInput(createEvent, ALL)).toEqual(ALL)
  })

  it('requires title, calendar and span', () => {
    expect(fieldErrorsOf(createEvent, {})).toEqual({
      title: { code: 'required' },
      calendarId: { code: 'required' },
      span: { code: 'required' },
    })
  })

  it.each(BAD)('rejects %s', (_, change, fields) => {
    expect(fieldErrorsOf(createEvent, { ...NEW, ...change })).toEqual(fields)
  })

  it.each(['id', 'uid', 'version', 'createdBy', 'status', 'recurrence', 'deletedAt', 'constructor'])(
    'rejects the field %s',
    (key) => {
      expect(fieldErrorsOf(createEvent, { ...NEW, [key]: ID })).toEqual({ [key]: { code: 'invalid' } })
    },
  )

  it.each(['👩‍👩‍👧 Dinner', 'ארוחת ערב', '<script>alert(1)</script>', '{{title}} %s $1', '=1+1'])(
    'keeps the title %j unchanged',
    (title) => {
      expect(parseInput(createEvent, { ...NEW, title, location: title, description: title })).toMatchObject({
        title,
        location: title,
        description: title,
      })
    },
  )
})

describe('updateEvent', () => {
  const update = (patch: unknown) => ({ id: ID, version: 3, patch })

  it('accepts any subset of fields without adding defaults', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(ALL)), (fields) => {
        const patch = Object.fromEntries(fields.map((field) => [field, ALL[field as keyof typeof ALL]]))
        const read = parseInput(updateEvent, update(patch))
        expect(read).toEqual(update(patch))
        expect(Object.keys(read.patch).sort()).toEqual([...fields].sort())
      }),
    )
  })

  it('accepts an empty patch', () => {
    expect(Object.keys(parseInput(updateEvent, update({})).patch)).toEqual([])
  })

  it('supports every editable field', () => {
    expect(Object.keys(eventFields.shape).sort()).toEqual(Object.keys(ALL).sort())
  })

  it.each(BAD)('rejects %s', (_, change, fields) => {
    const expected = Object.fromEntries(
      Object.entries(fields).map(([field, error]) => [`patch.${field}`, error]),
    )
    expect(fieldErrorsOf(updateEvent, update(change))).toEqual(expected)
  })

  it.each(['id', 'uid', 'version', 'createdBy', 'status', 'recurrence', 'constructor'])(
    'rejects the field %s',
    (key) => {
      expect(fieldErrorsOf(updateEvent, update({ [key]: ID }))).toEqual({
        [`patch.${key}`]: { code: 'invalid' },
      })
    },
  )

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '3', null])(
    'rejects version %o',
    (version) => {
      expect(fieldErrorsOf(updateEvent, { ...update({}), version })).toEqual({ version: { code: 'invalid' } })
    },
  )

  it('requires id, version and patch', () => {
    expect(fieldErrorsOf(updateEvent, {})).toEqual({
      id: { code: 'required' },
      version: { code: 'required' },
      patch: { code: 'required' },
    })
    expect(fieldErrorsOf(updateEvent, { ...update({}), force: true })).toEqual({ force: { code: 'invalid' } })
  })
})

describe('deleteEvent and undo', () => {
  it.each([
    ['deleteEvent', deleteEvent, 'id'],
    ['undo', undo, 'changeset'],
  ])('accepts one id and no other keys as input of %s', (_, schema: z.ZodType, key) => {
    expect(parseInput(schema, { [key]: ID })).toEqual({ [key]: ID })
    expect(fieldErrorsOf(schema, {})).toEqual({ [key]: { code: 'required' } })
    expect(fieldErrorsOf(schema, { [key]: 'x' })).toEqual({ [key]: { code: 'invalid' } })
    expect(fieldErrorsOf(schema, { [key]: [ID] })).toEqual({ [key]: { code: 'invalid' } })
    expect(fieldErrorsOf(schema, { [key]: ID, all: true })).toEqual({ all: { code: 'invalid' } })
  })
})
