import fc from 'fast-check'
import { expect, it } from 'vitest'
import { project } from './from-object'
import { storable } from './google.test.contents'
import { applyWrites } from './google.test.store'
import { toCalendarObject } from './to-object'
import { toWrites } from './writes'

const calendarZone = 'Europe/Berlin'
const context = { id: 'root', calendarZone }

it('changes nothing when a projected event is projected again', () => {
  fc.assert(
    fc.property(storable, (content) => {
      const once = project(content, calendarZone)
      expect(project(once, calendarZone)).toEqual(once)
    }),
    { numRuns: 60 },
  )
})

it('reads an inserted event as its projection, and has nothing more to write', () => {
  fc.assert(
    fc.property(storable, (content) => {
      const stored = applyWrites(null, toWrites(null, content, context), calendarZone)
      expect(toCalendarObject(stored, calendarZone)).toEqual(project(content, calendarZone))
      expect(toWrites(stored, content, context)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('makes an event equal to any other version in a few rounds of writes', () => {
  fc.assert(
    fc.property(storable, storable, (before, after) => {
      let stored = applyWrites(null, toWrites(null, before, context), calendarZone)
      for (let round = 0; round < 3; round++) {
        stored = applyWrites(stored, toWrites(stored, after, context), calendarZone)
      }
      expect(toWrites(stored, after, context)).toEqual([])
      expect(toCalendarObject(stored, calendarZone)).toEqual(project(after, calendarZone))
    }),
    { numRuns: 60 },
  )
})
