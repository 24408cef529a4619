import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { notificationList } from '@/lib/queries/notifications/list'
import { notificationsOutput, notificationsQuery } from '@/lib/schemas/notifications'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns a page of the user's notifications. */
export const GET = jsonEndpoint(notificationsOutput, async (request) => {
  const { user, reach } = await requestReach()
  const { before } = parseInput(notificationsQuery, Object.fromEntries(new URL(request.url).searchParams))
  return notificationList(db, reach, user.timeZone, before)
})
