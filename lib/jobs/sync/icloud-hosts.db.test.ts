import { readFileSync } from 'node:fs'
import { asc, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { makeUser } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'

const migration = readFileSync('db/migrations/0059_icloud_hosts.sql', 'utf8')
const address = (host: string, path = 'home') => `https://${host}/1234/calendars/${path}/`

it('migrates the ids of calendars of iCloud to those that are listed now, one of each connection', async () => {
  const user = await makeUser('Ada')
  const connection = await insertGoogleConnection(user.id, { access_token: 'token' })
  const other = await makeUser('Ben')
  const connections = [connection, await insertGoogleConnection(other.id, { access_token: 'token' })]
  const ids = [
    ...[address('p42-caldav.icloud.com'), address('p118-caldav.icloud.com')],
    ...[address('p42-caldav.icloud.com', 'work'), address('caldav.icloud.com', 'work')],
    ...[address('p7-caldav.icloud.com.cn', 'china'), address('p7-caldav.example.org', 'other')],
  ]
  for (const [at, remoteId] of ids.entries())
    await insertGoogleBinding(connection, user.calendar, {
      ...{ remoteId, direction: 'pull', state: at ? 'active' : 'stopped' },
    })
  await insertGoogleBinding(connections[1]!, other.calendar, { remoteId: ids[0]! })
  await db.execute(sql.raw(migration))
  const stored = (id: string) =>
    db.select().from(bindings).where(eq(bindings.connectionId, id)).orderBy(asc(bindings.id))
  const migrated = await stored(connection)
  expect(migrated.map(({ remoteId }) => remoteId)).toEqual([
    ...[ids[0], address('caldav.icloud.com'), ids[2], ids[3]],
    ...[address('caldav.icloud.com.cn', 'china'), ids[5]],
  ])
  expect(migrated[1]!.remote.id).toBe(address('caldav.icloud.com'))
  expect(await stored(connections[1]!)).toMatchObject([{ remoteId: address('caldav.icloud.com') }])
})
