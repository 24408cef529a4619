import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { openAlerts } from '@/lib/queries/notifications/open-alerts'
import { openAlertsOutput } from '@/lib/schemas/alarms'

/** Returns the alerts that the user's pages show. */
export const GET = jsonEndpoint(openAlertsOutput, async () => {
  const { user, reach } = await requestReach()
  const actor = { kind: 'user', id: user.id } as const
  return db.transaction((tx) => openAlerts(tx, actor, reach, user.timeZone))
})
