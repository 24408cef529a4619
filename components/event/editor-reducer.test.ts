import { describe, expect, it } from 'vitest'
import { reduce } from './editor-reducer'
import { type EditorAction, hasUnsavedChanges, saveRequest } from './editor-state'
import {
  EVENT,
  editing,
  failed,
  OCCURRENCE,
  reduceAll,
  rename,
  submit,
  WEEKLY,
} from './editor-state.test.events'

describe('the response to a save', () => {
  const saving = reduceAll(editing(EVENT), rename('Coffee'), submit)

  it('closes the editor after a successful save', () => {
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

  it('ignores the response to a save after the editor was closed', () => {
    const closed = reduce(saving, { type: 'close' })
    expect(reduce(closed, failed('OFFLINE'))).toBe(closed)
  })

  it('turns the form into one for a new event if another user has deleted the event', () => {
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
  ] as const)(
    'turns an edit of a deleted series with scope %s into a new event with the rules %j',
    (scope, rules) => {
      const chosen: EditorAction = { type: 'choose-scope', scope }
      const state = reduceAll(editing(OCCURRENCE), rename('Coffee'), submit, chosen, failed('NOT_FOUND'))
      expect(state.form.repeat.rules).toEqual(rules)
      expect(reduce(state, submit).status.name).toBe('saving')
    },
  )
})
