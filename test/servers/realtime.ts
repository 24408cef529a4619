import { authenticate, authorize } from '@/lib/realtime/publish'
import { app, type signWith, startPusher } from '@/lib/server/pusher/testing.mjs'
import type { TestUser } from '@/test/database/fixtures'

/** The real Pusher server, where {@link configureRealtimeServer} said it would be. */
export type Realtime = Awaited<ReturnType<typeof startPusher>>

/**
 * Points the app at a realtime server of the test's own: to be called before anything is published. Nobody listens
 * there until `start`.
 */
export async function configureRealtimeServer(): Promise<{ start(): Promise<Realtime> }> {
  const { port, stop } = await startPusher()
  await stop()
  Object.assign(process.env, {
    PUSHER_APP_ID: app.appId,
    PUSHER_KEY: app.key,
    PUSHER_SECRET: app.secret,
    PUSHER_PORT: String(port),
  })
  return { start: () => startPusher({ port }) }
}

/** The signatures that the app itself gives a user's browser. */
export function channelSignaturesFor(user: TestUser): ReturnType<typeof signWith> {
  return {
    channel: ({ socketId, channelName }: { socketId: string; channelName: string }) =>
      authorize(socketId, channelName, user.id),
    user: ({ socketId }: { socketId: string }) => authenticate(socketId, user.id),
  }
}
