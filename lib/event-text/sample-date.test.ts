import { expect, it } from 'vitest'
import type { Viewer } from '@/lib/schemas/users'
import { inZone, sampleDate } from './sample-date'

const viewer = { locale: 'en-GB', timeZone: 'Europe/Berlin', hourCycle: 'h23' } as Viewer

it('names the zone of a time, or converts it to the zone of the viewer', () => {
  const start = { start: '2026-12-17T23:30:00', zone: 'UTC' }
  expect(sampleDate(start, viewer)).toBe('Thu, 17 Dec 2026, 23:30 (UTC)')
  expect(sampleDate(inZone(start, viewer.timeZone), viewer)).toBe('Fri, 18 Dec 2026, 00:30')
  for (const floating of ['2026-12-17T23:30:00', '2026-12-17']) {
    const same = { start: floating, zone: null }
    expect(inZone(same, viewer.timeZone)).toEqual(same)
  }
})
