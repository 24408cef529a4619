import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { news } from '@/lib/queries/news'
import { unseenSince } from '@/lib/queries/seen-news'
import { unseenOutput } from '@/lib/schemas/home'

/** Returns whether there are changes by others that the user has not seen. */
export const GET = jsonEndpoint(unseenOutput, async () => {
  const { user, reach } = await requestReach()
  const items = await news(db, reach, unseenSince(user.newsSeenAt, Date.now()), user.timeZone)
  return { unseen: items.length > 0 }
})
