import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { news } from '@/lib/queries/news'
import { unseenSince } from '@/lib/queries/seen-news'

/** Returns whether there are changes by others that the user has not seen. */
export const GET = endpoint(async () => {
  const { user, reach } = await requestReach()
  const items = await news(db, reach, unseenSince(user.lookedAt, Date.now()), user.timeZone)
  return { unseen: items.length > 0 }
})
