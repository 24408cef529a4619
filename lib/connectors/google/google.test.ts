import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { violationOf } from '@/test/servers/google-calendar/validate'
import type { GoogleObject } from './event'
import { project } from './from-object'
import { storable } from './google.test.contents'
import { toCalendarObject } from './to-object'
import { type GoogleWrite, toWrites } from './writes'

const calendarZone = 'Europe/Berlin'
const context = { id: 'root0', uid: 'uid@kinday', calendarZone }

function apply(store: CalendarStore, writes: readonly GoogleWrite[]): GoogleObject {
  for (const write of writes) {
    expect(violationOf(requestOf(write))).toBeNull()
    if (write.method === 'insert') store.insert(write.body)
    else if (write.method === 'patch') store.patch(write.id, write.body)
    else store.delete(write.id)
  }
  return { root: store.get(context.id), instances: store.exceptionsOf(context.id) }
}

function requestOf(write: GoogleWrite) {
  const events = '/calendar/v3/calendars/family/events'
  const method = { insert: 'POST', patch: 'PATCH', delete: 'DELETE' }[write.method]
  const path = write.method === 'insert' ? events : `${events}/${write.id}`
  // As JSON, which leaves out what is undefined.
  const body = 'body' in write ? JSON.parse(JSON.stringify(write.body)) : undefined
  return { ...{ method, path, body }, query: new URLSearchParams(), headers: {} }
}

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
      const stored = apply(new CalendarStore(calendarZone), toWrites(null, content, context))
      expect(toCalendarObject(stored, calendarZone)).toEqual(project(content, calendarZone))
      expect(toWrites(stored, content, context)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('makes an event equal to any other version in a few rounds of writes', () => {
  fc.assert(
    fc.property(storable, storable, (before, after) => {
      const store = new CalendarStore(calendarZone)
      let stored = apply(store, toWrites(null, before, context))
      for (let round = 0; round < 3; round++) {
        stored = apply(store, toWrites(stored, after, context))
      }
      expect(toWrites(stored, after, context)).toEqual([])
      expect(toCalendarObject(stored, calendarZone)).toEqual(project(after, calendarZone))
    }),
    { numRuns: 60 },
  )
})
