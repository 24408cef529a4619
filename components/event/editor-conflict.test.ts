import { describe, expect, it } from 'vitest'
import { reduce } from './editor-reducer'
import { saveRequest } from './editor-state'
import {
  CONFLICT,
  EVENT,
  editing,
  failed,
  OCCURRENCE,
  reduceAll,
  rename,
  submit,
  viewer,
} from './editor-state.test.events'

describe('a conflict in the event editor', () => {
  const conflict = reduceAll(editing(EVENT), rename('Coffee'), submit, failed('CONFLICT', CONFLICT))

  it('shows a conflict until the user resolves or cancels it', () => {
    expect(conflict.status).toEqual({ name: 'conflict', conflict: CONFLICT })
    expect(reduce(conflict, { type: 'back' })).toMatchObject({
      status: { name: 'idle' },
      form: { title: 'Coffee' },
      base: { version: 3 },
    })
  })

  it("saves the user's value over the received version", () => {
    const state = reduce(conflict, { type: 'resolve', mine: new Set(['title']), viewer })
    expect(state).toMatchObject({
      status: { name: 'saving' },
      base: { version: 5, form: { title: 'Cocoa' } },
    })
    expect(saveRequest(state)).toMatchObject({ version: 5, fields: { title: 'Coffee' } })
  })

  it('takes the received value of a field if the user does not keep their own', () => {
    const state = reduce(conflict, { type: 'resolve', mine: new Set(), viewer })
    expect(state.form.title).toBe('Cocoa')
    expect(saveRequest(state).fields).toEqual({})
  })

  it('keeps changes to fields without a conflict', () => {
    const saving = reduceAll(
      editing(EVENT),
      rename('Coffee'),
      { type: 'change', fields: { busy: false } },
      submit,
    )
    const state = reduceAll(saving, failed('CONFLICT', CONFLICT), {
      type: 'resolve',
      mine: new Set(),
      viewer,
    })
    expect(saveRequest(state).fields).toEqual({ busy: false })
  })

  it('saves to the event into which the occurrence was split off', () => {
    const saving = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, {
      type: 'choose-scope',
      scope: 'this',
    })
    const moved = { ...CONFLICT, id: 'split', occurrence: '2026-11-21T11:00:00' }
    const state = reduceAll(saving, failed('CONFLICT', moved), {
      type: 'resolve',
      mine: new Set(['title']),
      viewer,
    })
    expect(saveRequest(state)).toMatchObject({
      id: 'split',
      occurrence: { id: '2026-11-21T11:00:00', scope: 'this' },
    })
  })
})
