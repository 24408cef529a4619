import { describe, expect, it } from 'vitest'
import type { Span } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventConflict } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { reduce } from './editor-reducer'
import {
  type EditorAction,
  type EditorState,
  hasUnsavedChanges,
  initialState,
  saveRequest,
} from './editor-state'
import { formFromEvent, newForm } from './form-state'

const viewer = { timeZone: 'UTC', locale: 'en' } as Viewer
const span: Span & { type: 'timed' } = {
  ...{ type: 'timed', start: '2026-11-21T09:00:00', startZone: 'UTC' },
  ...{ end: '2026-11-21T10:00:00', endZone: 'UTC' },
}
const WEEKLY = ['FREQ=WEEKLY;BYDAY=SA']
const EVENT: EventDetail = {
  ...{ id: 'tea', version: 3, kind: 'event', title: 'Tea', description: '', location: '', url: '' },
  ...{ status: 'confirmed', visibility: 'default', busy: true, done: false, color: null, calendarId: 'own' },
  ...{
    attendees: [],
    answer: null,
    hiddenFrom: [],
    links: [],
    placements: [],
    hiddenPlacements: 0,
    createdBy: null,
  },
  ...{ span, rules: [], series: null, occurrence: null, editable: true, movable: true },
}
const OCCURRENCE: EventDetail = {
  ...EVENT,
  rules: WEEKLY,
  series: { span, recurrence: { rules: WEEKLY, dates: [], exclusions: [] }, overrides: {} },
  occurrence: span.start,
}

const editing = (event: EventDetail) => initialState(formFromEvent(event, viewer), event)
const creating = () => initialState(newForm('2026-11-21', 0, viewer, [['own', 'Anna', 'sky', 4, 0, 1]], null))
const reduceAll = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(reduce, state)
const rename = (title: string): EditorAction => ({ type: 'change', fields: { title } })
const submit: EditorAction = { type: 'submit' }
const failed = (code: string, data?: unknown): EditorAction => ({ type: 'failed', error: { code, data } })
const CONFLICT: EventConflict = {
  ...{ id: 'tea', version: 5, occurrence: null },
  fields: { title: { yours: 'Coffee', theirs: 'Cocoa' } },
}

describe('submitting', () => {
  it('fails with field errors where the form is invalid', () => {
    const { status } = reduceAll(creating(), submit)
    expect(status).toEqual({
      name: 'failed',
      failure: { code: 'INVALID', fields: { title: { code: 'required' } } },
    })
  })

  it('closes the editor of an event without changes', () => {
    expect(reduceAll(editing(EVENT), submit).status.name).toBe('closed')
  })

  it('saves the changed fields of an event', () => {
    const state = reduceAll(editing(EVENT), rename('Coffee'), submit)
    expect(state.status.name).toBe('saving')
    expect(saveRequest(state)).toEqual({
      id: 'tea',
      version: 3,
      fields: { title: 'Coffee' },
      occurrence: null,
    })
  })

  it('saves all fields of a new event', () => {
    const state = reduceAll(creating(), rename('Tea'), submit)
    expect(state.status.name).toBe('saving')
    expect(saveRequest(state).fields).toMatchObject({
      title: 'Tea',
      calendarId: 'own',
      rules: [],
      busy: true,
    })
  })

  it('ignores a submit while a save is running', () => {
    const saving = reduceAll(editing(EVENT), rename('Coffee'), submit)
    expect(reduce(saving, submit)).toBe(saving)
  })

  it('asks for the scope in a series, then saves with the chosen one', () => {
    const asking = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit)
    expect(asking.status.name).toBe('asking')
    const state = reduce(asking, { type: 'choose-scope', scope: 'following' })
    expect(state.status.name).toBe('saving')
    expect(saveRequest(state)).toMatchObject({
      fields: { title: 'Coffee' },
      occurrence: { id: span.start, scope: 'following' },
    })
  })

  it('returns to the form where the question for the scope is cancelled', () => {
    const state = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, { type: 'back' })
    expect(state).toMatchObject({ status: { name: 'idle' }, form: { title: 'Coffee' } })
  })
})

describe('closing', () => {
  it('closes at once without changes', () => {
    expect(reduceAll(editing(EVENT), { type: 'close' }).status.name).toBe('closed')
  })

  it('asks first with changes, and keeps them on "keep editing"', () => {
    const leaving = reduceAll(editing(EVENT), rename('Coffee'), { type: 'close' })
    expect(leaving.status.name).toBe('leaving')
    expect(reduce(leaving, { type: 'back' })).toMatchObject({
      status: { name: 'idle' },
      form: { title: 'Coffee' },
    })
    expect(reduce(leaving, { type: 'discard' }).status.name).toBe('closed')
  })

  it('shows a failure again on "keep editing", also when closing was asked for twice', () => {
    const failure = reduceAll(editing(EVENT), rename('Coffee'), submit, failed('OFFLINE'))
    const state = reduceAll(failure, { type: 'close' }, { type: 'close' }, { type: 'back' })
    expect(state.status).toEqual(failure.status)
  })

  it('closes during a save', () => {
    expect(reduceAll(editing(EVENT), rename('Coffee'), submit, { type: 'close' }).status.name).toBe('closed')
  })
})

describe('the answer to a save', () => {
  const saving = reduceAll(editing(EVENT), rename('Coffee'), submit)

  it('closes the editor when it succeeded', () => {
    expect(reduce(saving, { type: 'saved' }).status.name).toBe('closed')
  })

  it('keeps the form after a failed save, and submits it again', () => {
    const state = reduce(saving, failed('OFFLINE'))
    expect(state).toMatchObject({
      status: { name: 'failed', failure: { code: 'OFFLINE', fields: {} } },
      form: { title: 'Coffee' },
    })
    expect(reduce(state, submit).status.name).toBe('saving')
  })

  it('ignores the answer to a save after the editor was closed', () => {
    const closed = reduce(saving, { type: 'close' })
    expect(reduce(closed, failed('OFFLINE'))).toBe(closed)
  })

  it('turns the form into one for a new event where the event was deleted', () => {
    const state = reduce(saving, failed('NOT_FOUND'))
    expect(state).toMatchObject({
      ...{ isNew: true, isDeleted: true, form: { title: 'Coffee' } },
      status: { name: 'failed', failure: { code: 'EVENT_GONE' } },
    })
    expect(hasUnsavedChanges(state)).toBe(true)
    expect(saveRequest(reduce(state, submit))).toMatchObject({
      id: '',
      fields: { title: 'Coffee', busy: true },
    })
  })

  it.each([
    ['this', []],
    ['all', WEEKLY],
  ] as const)('keeps edits when the series was deleted: with scope %s, the rules %j', (scope, rules) => {
    const chosen: EditorAction = { type: 'choose-scope', scope }
    const state = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, chosen, failed('NOT_FOUND'))
    expect(state.form.repeat.rules).toEqual(rules)
    expect(reduce(state, submit).status.name).toBe('saving')
  })
})

describe('a conflict', () => {
  const conflict = reduceAll(editing(EVENT), rename('Coffee'), submit, failed('CONFLICT', CONFLICT))

  it('shows a conflict until the user resolves or cancels it', () => {
    expect(conflict.status).toEqual({ name: 'conflict', conflict: CONFLICT })
    expect(reduce(conflict, { type: 'back' })).toMatchObject({
      status: { name: 'idle' },
      form: { title: 'Coffee' },
      base: { version: 3 },
    })
  })

  it('saves the own value over the received version', () => {
    const state = reduce(conflict, { type: 'resolve', mine: new Set(['title']), viewer })
    expect(state).toMatchObject({
      status: { name: 'saving' },
      base: { version: 5, form: { title: 'Cocoa' } },
    })
    expect(saveRequest(state)).toMatchObject({ version: 5, fields: { title: 'Coffee' } })
  })

  it('takes the received value where the user gives way', () => {
    const state = reduce(conflict, { type: 'resolve', mine: new Set(), viewer })
    expect(state.form.title).toBe('Cocoa')
    expect(saveRequest(state).fields).toEqual({})
  })

  it('keeps other changes of the form', () => {
    const busy = reduceAll(
      editing(EVENT),
      rename('Coffee'),
      { type: 'change', fields: { busy: false } },
      submit,
    )
    const state = reduceAll(busy, failed('CONFLICT', CONFLICT), { type: 'resolve', mine: new Set(), viewer })
    expect(saveRequest(state).fields).toEqual({ busy: false })
  })

  it('follows an occurrence that was split off to another event', () => {
    const asked = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, {
      type: 'choose-scope',
      scope: 'this',
    })
    const moved = { ...CONFLICT, id: 'split', occurrence: '2026-11-21T11:00:00' }
    const state = reduceAll(asked, failed('CONFLICT', moved), {
      ...{ type: 'resolve', viewer },
      mine: new Set(['title']),
    })
    expect(saveRequest(state)).toMatchObject({
      id: 'split',
      occurrence: { id: '2026-11-21T11:00:00', scope: 'this' },
    })
  })
})
