import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { canReadVersion, type Restrictions } from '@/lib/access/visibility'
import { isReadableVersion } from './readable-versions'

const user = fc.constantFrom('anna', 'ben', 'eva')
const people = fc
  .uniqueArray(user, { maxLength: 2 })
  .map((ids) => ids.map((userId) => ({ userId, email: null, name: null })))
const version: fc.Arbitrary<Restrictions> = fc.record(
  {
    visibility: fc.constantFrom('default', 'private'),
    createdBy: fc.option(user),
    attendees: people,
    overrides: people.map((attendees) => ({ '2027-05-03T09:00:00': { attendees } })),
    hiddenFrom: fc.uniqueArray(user, { maxLength: 1 }),
  },
  { requiredKeys: ['visibility', 'createdBy', 'attendees'] },
)

it('decides the same in SQL and in TypeScript whether a user can read a version of an event', async () => {
  const cases = fc.sample(fc.tuple(fc.option(version, { freq: 20 }), user, fc.boolean()), 500)
  const rows = cases.map(([version, userId, isOwner]) => ({ version, userId, isOwner }))
  const readable = await db.execute<{ readable: boolean }>(sql`
    select ${isReadableVersion(sql`version`, sql`"userId"`, sql`"isOwner"`)} as readable
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (version jsonb, "userId" text, "isOwner" boolean))
      with ordinality order by ordinality`)
  const expected = cases.map(([version, userId, isOwner]) => canReadVersion(version, { userId, isOwner }))
  expect(readable.map((row) => row.readable)).toEqual(expected)
  expect(new Set(expected).size).toBe(2)
})
