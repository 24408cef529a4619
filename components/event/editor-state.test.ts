import { describe, expect, it } from 'vitest'
import { reduce } from './editor-reducer'
import { saveRequest } from './editor-state'
import {
  creating,
  EVENT,
  editing,
  OCCURRENCE,
  reduceAll,
  rename,
  span,
  submit,
} from './editor-state.test.events'

describe('submitting the event editor', () => {
  it('fails with field errors if the form is invalid', () => {
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

  it('asks for the scope of a change to a series, then saves with the chosen scope', () => {
    const asking = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit)
    expect(asking.status.name).toBe('asking')
    const state = reduce(asking, { type: 'choose-scope', scope: 'following' })
    expect(state.status.name).toBe('saving')
    expect(saveRequest(state)).toMatchObject({
      fields: { title: 'Coffee' },
      occurrence: { id: span.start, scope: 'following' },
    })
  })

  it('returns to the form when the question for the scope is cancelled', () => {
    const state = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, { type: 'back' })
    expect(state).toMatchObject({ status: { name: 'idle' }, form: { title: 'Coffee' } })
  })
})
