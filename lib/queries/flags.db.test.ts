import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { type FlagInput, flagsOf } from '@/lib/calendar/flags'
import { FLAGS } from './flags'

/** Every combination of the values of columns that flags depend on. */
function* rows() {
  for (const [start_date, start_zone] of [
    ['2026-11-21', null],
    [null, null],
    [null, 'UTC'],
  ])
    for (const kind of ['event', 'meeting', 'reminder'] as const)
      for (const status of ['confirmed', 'tentative', 'cancelled'] as const)
        for (const visibility of ['default', 'private'])
          for (const detail of ['full', 'title', 'busy'])
            for (let bits = 0; bits < 128; bits++)
              yield {
                ...{ start_date, start_zone, kind, status, visibility, detail, readable: detail !== 'busy' },
                ...{ busy: Boolean(bits & 1), home: Boolean(bits & 2), removable: Boolean(bits & 4) },
                invited: Boolean(bits & 16),
                read_only: bits & 32 ? (bits & 4 ? 'one-way' : 'read-only-calendar') : null,
                title: bits & 64 ? 'title' : '',
                done_at: bits & 8 ? '2026-11-21T09:00:00Z' : null,
              }
}

type Row = ReturnType<typeof rows> extends Generator<infer R> ? R : never

const factsOf = ({
  start_date,
  start_zone,
  visibility,
  detail,
  done_at,
  read_only,
  title,
  ...row
}: Row): FlagInput => ({
  ...row,
  type: start_date ? 'all-day' : start_zone ? 'timed' : 'floating',
  private: visibility === 'private',
  full: detail === 'full',
  done: done_at !== null,
  readOnly: read_only !== null,
  untitledBusy: read_only === 'read-only-calendar' && !title,
})

it('computes the same flags in SQL and in TypeScript', async () => {
  const all = [...rows()]
  const found = await db.execute<{ flags: number }>(sql`
    select ${FLAGS}::int as flags
    from rows from (jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as (start_date date, start_zone text,
      kind text, status text, visibility text, detail text, readable boolean, busy boolean, home boolean,
      removable boolean, invited boolean, read_only text, title text, done_at timestamptz)) with ordinality order by ordinality`)
  expect(found.map(({ flags }) => flags)).toEqual(all.map((row) => flagsOf(factsOf(row))))
})
