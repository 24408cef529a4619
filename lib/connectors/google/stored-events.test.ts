import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameContent } from '@/lib/calendar/server/incoming/normalize'
import { importedEvent } from '@/lib/schemas/imported-event'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import type { GoogleObject } from './event'
import { project } from './from-object'
import { type StoredAtGoogle, storedAtGoogle } from './google.test.events'
import { toCalendarObject } from './to-object'
import { toWrites } from './writes'

const calendarZone = 'Europe/Berlin'
const context = { id: 'series', uid: 'x', calendarZone }

/** Stores an event with its instances, without those that the series does not have. */
function store({ event, instances }: StoredAtGoogle): { calendar: CalendarStore; object: GoogleObject } {
  const calendar = new CalendarStore(calendarZone)
  calendar.insert(event)
  for (const { id, ...body } of instances) {
    try {
      body.status === 'cancelled' ? calendar.delete(id!) : calendar.patch(id!, body)
    } catch {}
  }
  return { calendar, object: objectIn(calendar) }
}

function objectIn(calendar: CalendarStore): GoogleObject {
  return { root: calendar.get('series'), instances: calendar.exceptionsOf('series') }
}

it('has nothing to write to an event that was only read', () => {
  fc.assert(
    fc.property(storedAtGoogle, (stored) => {
      const { object } = store(stored)
      const content = toCalendarObject(object, calendarZone)!
      expect(toWrites(object, content, context)).toEqual([])
    }),
    { numRuns: 100 },
  )
})

it('reads a stored event as valid content that is equal to its projection', () => {
  fc.assert(
    fc.property(storedAtGoogle, (stored) => {
      const content = toCalendarObject(store(stored).object, calendarZone)!
      expect(isSameContent(project(content, calendarZone), content)).toBe(true)
      const imported = importedEvent.safeParse({ uid: 'x', sequence: 0, content })
      expect(imported.error?.issues).toBeUndefined()
      expect(isSameContent(imported.data!.content, content)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

it('changes only the title of an event, and nothing of its instances', () => {
  fc.assert(
    fc.property(storedAtGoogle, (stored) => {
      const { calendar, object } = store(stored)
      const content = toCalendarObject(object, calendarZone)!
      const writes = toWrites(object, { ...content, title: 'Renamed' }, context)
      for (const write of writes) if (write.method === 'patch') calendar.patch(write.id, write.body)
      const after = objectIn(calendar)
      expect(content.title === 'Renamed' || after.root.summary === 'Renamed').toBe(true)
      expect(withoutVersion(after.root)).toEqual({
        ...withoutVersion(object.root),
        summary: after.root.summary,
      })
      for (const [index, instance] of object.instances.entries()) {
        const { summary } = after.instances[index]!
        const same = { ...withoutVersion(instance), ...(summary !== undefined && { summary }) }
        expect(withoutVersion(after.instances[index]!)).toEqual(same)
      }
    }),
    { numRuns: 100 },
  )
})

function withoutVersion({ etag: _, updated: __, sequence: ___, ...event }: GoogleObject['root']) {
  return event
}
