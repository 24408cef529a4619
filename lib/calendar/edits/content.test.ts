import { describe, expect, it } from 'vitest'
import { contentOf, revertContent } from './content'
import { at, spanOn, startsAndTitles, WEEKLY } from './edits.test.series'
import { planDelete, planEdit } from './scope'

describe('undo after others changed the series', () => {
  const id = at('2026-11-16')
  const deleted = planDelete(WEEKLY, id, 'this').event!

  it('restores a deleted occurrence at the present time of the series', () => {
    const later = planEdit(deleted, at('2026-11-09'), 'all', {
      span: spanOn('2026-11-10', '10:00:00', '11:00:00'),
    }).event!
    const { content, kept } = revertContent(WEEKLY, deleted, later)
    expect(kept).toEqual([])
    expect(startsAndTitles(content, 3)).toEqual(['11-03T10:00', '11-10T10:00', '11-17T10:00'])
  })

  it('reverts one exception and keeps others', () => {
    const both = planDelete(deleted, at('2026-11-23'), 'this').event!
    const { content } = revertContent(WEEKLY, deleted, both)
    expect(content.recurrence!.exclusions).toEqual([at('2026-11-23')])
  })

  it('moves back exceptions that were made since the series was moved', () => {
    const moved = planEdit(WEEKLY, id, 'all', { span: spanOn('2026-11-17', '11:00:00', '12:00:00') }).event!
    const renamed = planEdit(moved, at('2026-11-10', '11:00:00'), 'this', { title: 'Race' }).event!
    const later = planDelete(renamed, at('2026-11-17', '11:00:00'), 'this').event!
    const { content, kept } = revertContent(WEEKLY, moved, later)
    expect(kept).toEqual([])
    expect(startsAndTitles(content, 3)).toEqual(['11-02T09:00', '11-09T09:00 Race', '11-23T09:00'])
  })

  it('does not revert a move after another move, and reports it', () => {
    const first = planEdit(WEEKLY, id, 'all', { span: spanOn('2026-11-17'), title: 'T' }).event!
    const second = planEdit(first, at('2026-11-17'), 'all', { span: spanOn('2026-11-18') }).event!
    const { content, kept } = revertContent(WEEKLY, first, second)
    expect(kept).toEqual(['span'])
    expect(content).toEqual({ ...second, title: 'Swimming' })
  })
})

describe('contentOf', () => {
  it('accepts snapshots without overrides', () => {
    const { overrides: _, unknown: __, ...old } = { ...WEEKLY, recurrence: null }
    const snapshot = { ...old, id: 'a', uid: 'a', createdBy: null, version: 1 }
    expect(contentOf(snapshot as never)).toEqual({ ...WEEKLY, recurrence: null, hiddenFrom: [], groups: [] })
  })
})
