import { authenticate, authorize } from '@/lib/realtime/publish'
import { app, type signWith, startPusher } from '@/lib/server/pusher/testing.mjs'
import type { TestUser } from '@/test/database/fixtures'

/** The real Pusher server on the port that {@link configureRealtimeServer} chose. */
export type Realtime = Awaited<ReturnType<typeof startPusher>>

/**
 * Configures the app for a realtime server that listens only from `start` on. Call it before the app publishes
 * anything.
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

/** Returns functions that sign for a user's browser, as the app does. */
export function channelSignaturesFor(user: TestUser): ReturnType<typeof signWith> {
  return {
    channel: ({ socketId, channelName }: { socketId: string; channelName: string }) =>
      authorize(socketId, channelName, user.id),
    user: ({ socketId }: { socketId: string }) => authenticate(socketId, user.id),
  }
}
