import { describe, expect, it } from 'vitest'
import { reduce } from './editor-reducer'
import { creating, EVENT, editing, failed, reduceAll, rename, submit } from './editor-state.test.events'

describe('closing the event editor', () => {
  it('closes at once if nothing was changed', () => {
    expect(reduceAll(editing(EVENT), { type: 'close' }).status.name).toBe('closed')
  })

  it('asks before discarding changes, and keeps them on "keep editing"', () => {
    const leaving = reduceAll(editing(EVENT), rename('Coffee'), { type: 'close' })
    expect(leaving.status.name).toBe('leaving')
    expect(reduce(leaving, { type: 'back' })).toMatchObject({
      status: { name: 'idle' },
      form: { title: 'Coffee' },
    })
    expect(reduce(leaving, { type: 'discard' }).status.name).toBe('closed')
  })

  it('asks before discarding if only the alerts of a new event were changed', () => {
    expect(reduceAll(creating(), { type: 'close' }).status.name).toBe('closed')
    const state = reduceAll(creating(), { type: 'change-alarms', alarms: [] }, { type: 'close' })
    expect(state.status.name).toBe('leaving')
  })

  it('shows a failed save again on "keep editing", even after two attempts to close', () => {
    const failure = reduceAll(editing(EVENT), rename('Coffee'), submit, failed('OFFLINE'))
    const state = reduceAll(failure, { type: 'close' }, { type: 'close' }, { type: 'back' })
    expect(state.status).toEqual(failure.status)
  })

  it('stays open until the files of a new event are attached', () => {
    const saving = reduceAll(creating(), rename('Coffee'), { type: 'change-files', files: 1 }, submit)
    expect(saving.status.name).toBe('saving')
    expect(reduceAll(saving, { type: 'close' }, { type: 'close' })).toBe(saving)
    expect(reduceAll(saving, { type: 'close' }, { type: 'saved' }).status.name).toBe('closed')
  })

  it('closes at once while a save without files is running', () => {
    expect(reduceAll(editing(EVENT), rename('Coffee'), submit, { type: 'close' }).status.name).toBe('closed')
  })
})
