import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { news } from '@/lib/queries/news'
import { unreadNotifications } from '@/lib/queries/notifications/list'
import { unseenSince } from '@/lib/queries/seen-news'
import { unseenOutput } from '@/lib/schemas/home'

/** Returns whether others made changes that the user has not seen, and the user's unread notifications. */
export const GET = jsonEndpoint(unseenOutput, async (request) => {
  const { user, reach } = await requestReach()
  // The home page shows the changes itself.
  const isHome = new URL(request.url).searchParams.has('home')
  const [items, unread] = await Promise.all([
    isHome ? [] : news(db, reach, unseenSince(user.newsSeenAt, Date.now()), user.timeZone),
    unreadNotifications(db, reach, user.timeZone),
  ])
  return { changes: items.length > 0, ...unread }
})
