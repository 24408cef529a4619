import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import { isSameContent } from '@/lib/calendar/server/incoming/normalize'
import { toStorableContent } from './content'
import { parseCaldavObject } from './parse-object'
import { createObject, type ObjectEdit, patchObject } from './patch-object'

const edit: Omit<ObjectEdit, 'content'> = {
  uid: 'a;b@example.org',
  alarms: undefined,
  occurrenceAlarms: undefined,
  notifies: false,
  isForeign: false,
  own: [],
  now: new Date('2026-03-01T12:00:00Z'),
}
const parse = (text: string) => parseCaldavObject(text, 'Europe/Paris')
const contentIn = (text: string) => toStorableContent(parse(text).event.content, [])

it('writes random content, changes it to other content, and reads both', () => {
  fc.assert(
    fc.property(contents, contents, (first, second) => {
      const text = createObject({ ...edit, content: first })
      expectSame(contentIn(text), first)
      expect(parse(text).event.uid).toBe(edit.uid)
      expect(patchObject(parse(text), { ...edit, content: contentIn(text) })).toBeNull()
      const patched = patchObject(parse(text), { ...edit, content: second }) ?? text
      expectSame(contentIn(patched), second)
      expect(patched).not.toMatch(/[^\r]\n|\r[^\n]/)
    }),
    { numRuns: 25 },
  )
})

function expectSame(content: CalendarObject, expected: CalendarObject): void {
  const stored = toStorableContent(expected, [])
  if (!isSameContent(content, stored)) expect(content).toEqual(stored)
}
