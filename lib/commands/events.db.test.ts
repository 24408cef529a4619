import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { range } from '@/lib/queries/range'
import { createEvent } from './events'
import { execute } from './execute'
import { signUp } from './users'

describe('createEvent', () => {
  it('is in the month of who made it', async () => {
    const { result } = await execute(
      { kind: 'nobody' },
      signUp,
      { name: 'Anna', email: 'anna@example.org', password: 'correct horse' },
      { origin: 'web' },
    )
    const anna = { kind: 'user', id: result.id } as const
    const { calendars } = await reach(db, anna)
    await execute(
      anna,
      createEvent,
      {
        title: 'Dinner',
        calendarId: calendars[0]!.id,
        span: { type: 'all-day', start: '2026-11-21', end: '2026-11-22' },
      },
      { origin: 'web' },
    )
    const shown = await range(db, await reach(db, anna), {
      from: '2026-11-01',
      to: '2026-12-01',
      zone: 'Asia/Tokyo',
    })
    expect(shown.tuples.map((tuple) => tuple[5])).toEqual(['Dinner'])
  })
})
