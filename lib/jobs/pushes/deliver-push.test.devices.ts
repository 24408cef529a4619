import { randomUUID } from 'node:crypto'
import { db } from '@/db/client'
import { sessions } from '@/db/schema/users'
import { subscribePush } from '@/lib/commands/push'
import { as, type TestUser } from '@/test/database/fixtures'
import type { startPushService } from '@/test/servers/push-service.mjs'

export type PushService = Awaited<ReturnType<typeof startPushService>>

/** Signs a user in on a device that receives push messages. */
export async function addDevice(user: TestUser, service: PushService) {
  const [session] = await db
    .insert(sessions)
    .values({ sessionToken: randomUUID(), userId: user.id, expires: new Date(Date.now() + 86_400_000) })
    .returning({ id: sessions.id })
  const { id: name, ...subscription } = service.device()
  const { result } = await as(user).run(subscribePush, { session: session!.id, ...subscription })
  return { id: result.id!, name, session: session!.id, ...subscription }
}
