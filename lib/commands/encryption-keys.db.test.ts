import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { decryptCredentials, hasFormerKey } from '@/lib/access/credentials'
import { execute } from '@/lib/commands/pipeline/execute'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { env } from '@/lib/env'
import { SHELL_ACTOR, VIA_SHELL } from '@/lib/jobs/shell-command'
import { codeOf, makeUser } from '@/test/database/fixtures'
import { insertGoogleConnection } from '@/test/database/google-account'
import { rotateKeys } from './encryption-keys'

const rotate = async () => (await execute(SHELL_ACTOR, rotateKeys, {}, VIA_SHELL)).result

async function stored(id: string) {
  const [row] = await db.select().from(connections).where(eq(connections.id, id))
  return row!
}

it('encrypts credentials with the new key, and leaves those that no key decrypts', async () => {
  const { id: user } = await makeUser()
  const [connection, lost] = [
    await insertGoogleConnection(user, { access_token: 'secret' }),
    await insertGoogleConnection(user, { access_token: 'lost' }),
  ]
  await db.update(connections).set({ keyId: '00000000' }).where(eq(connections.id, lost))
  expect(await rotate()).toEqual({ rotated: 0, unreadable: 1 })

  env.encryptionKeys.unshift(Buffer.alloc(32, 2))
  expect(hasFormerKey(await stored(connection))).toBe(true)
  expect(await rotate()).toEqual({ rotated: 1, unreadable: 1 })
  env.encryptionKeys.splice(1)
  expect(hasFormerKey(await stored(connection))).toBe(false)
  expect(decryptCredentials(await stored(connection), credentialsContext(connection))).toMatchObject({
    tokens: { access_token: 'secret' },
  })
  expect((await stored(lost)).keyId).toBe('00000000')
  expect(await rotate()).toEqual({ rotated: 0, unreadable: 1 })
})

it('answers NOT_FOUND to users who rotate keys without being administrators', async () => {
  const [, user] = [await makeUser(), await makeUser()]
  expect(await codeOf(execute(user, rotateKeys, {}, { origin: 'web' }))).toBe('NOT_FOUND')
})
