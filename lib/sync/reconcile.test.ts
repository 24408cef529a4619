import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Content, isSameContent, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { project as projectToGoogle } from '@/lib/connectors/google/from-object'
import { storable } from '@/lib/connectors/google/google.test.contents'
import { withStorableMoves } from '@/lib/connectors/microsoft/moves'
import { reconcile } from './reconcile'

const project = (content: Content) => projectToGoogle(content, 'Europe/Berlin')

it('changes nothing if nothing changed since the last sync', () => {
  fc.assert(
    fc.property(storable, (content) => {
      const base = project(content)
      const result = reconcile(base, content, base, project)
      expect(result).toMatchObject({ isChangedHere: false, isChangedThere: false, conflicts: [] })
      expect(result.content).toEqual(normalizeContent(content))
    }),
    { numRuns: 60 },
  )
})

it('takes the remote version if only that changed, and then has nothing more to do', () => {
  fc.assert(
    fc.property(storable, storable, (content, changed) => {
      const theirs = project(changed)
      const {
        content: merged,
        isChangedThere,
        conflicts,
      } = reconcile(project(content), content, theirs, project)
      expect([isChangedThere, conflicts]).toEqual([false, []])
      expect(project(merged)).toEqual(theirs)
      expect(reconcile(theirs, merged, theirs, project)).toMatchObject({
        isChangedHere: false,
        isChangedThere: false,
      })
    }),
    { numRuns: 60 },
  )
})

it('drops the move of an occurrence that Outlook cannot store, if the series gets other times there', () => {
  const timed = (start: string) => ({
    ...{ type: 'timed' as const, start: `${start}T10:00:00`, end: `${start}T10:45:00` },
    ...{ startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
  })
  const [example] = fc.sample(storable, 1)
  const recurrence = { rules: ['FREQ=WEEKLY;COUNT=6;BYDAY=MO'], dates: [], exclusions: [] }
  const base = { ...example!, kind: 'event' as const, attendees: [], span: timed('2026-03-02'), recurrence }
  const plain = normalizeContent({ ...base, overrides: {} })
  const ours = normalizeContent({
    ...plain,
    overrides: { '2026-03-02T10:00:00': { title: 'Concert', span: timed('2026-03-15') } },
  })
  const synced = withStorableMoves(ours)
  const theirs = { ...synced, ...normalizeContent({ ...plain, span: timed('2026-03-23') }) }
  const { content, isChangedThere } = reconcile(synced, ours, theirs, withStorableMoves)
  expect([isChangedThere, withStorableMoves(content)]).toEqual([false, theirs])
})

it('keeps the local version if only that changed', () => {
  fc.assert(
    fc.property(storable, storable, (before, content) => {
      const base = project(before)
      const result = reconcile(base, content, base, project)
      expect([result.isChangedHere, result.conflicts]).toEqual([false, []])
      expect(result.isChangedThere).toBe(!isSameContent(project(content), base))
      expect(result.content).toEqual(normalizeContent(content))
    }),
    { numRuns: 60 },
  )
})

it('makes both sides equal when both changed, and reports each text that both changed', () => {
  fc.assert(
    fc.property(storable, storable, storable, (before, ours, changed) => {
      const [base, theirs] = [project(before), project(changed)]
      const merged = reconcile(base, ours, theirs, project)
      // The remote is written with the merged content.
      const written = project(merged.content)
      expect(reconcile(written, merged.content, written, project)).toMatchObject({
        isChangedHere: false,
        isChangedThere: false,
      })
      if (!merged.isChangedThere) expect(written).toEqual(theirs)
      const conflicts = merged.conflicts.map(({ field }) => field)
      for (const field of ['title', 'description', 'location', 'url'] as const) {
        const values = new Set([base, project(ours), theirs].map((version) => version[field]))
        expect(conflicts.includes(field)).toBe(values.size === 3)
      }
    }),
    { numRuns: 60 },
  )
})
