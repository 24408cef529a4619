import { db } from '@/db/client'
import { userIdOf } from '@/lib/access/actor'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { connectionsOf } from '@/lib/queries/connections'
import { syncHealthOutput } from '@/lib/schemas/sync-health'

/** Returns the user's connected calendars with the state of their syncs. */
export const GET = jsonEndpoint(syncHealthOutput, async () => ({
  connections: await connectionsOf(db, userIdOf(await requestActor())),
}))
