import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { reach } from '@/lib/access/reach'
import { currentUser } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { newSince } from '@/lib/queries/look'
import { news } from '@/lib/queries/news'

/** Whether others have done anything since one looked. */
export const GET = endpoint(async () => {
  const user = await currentUser()
  const reached = await reach(db, user ? { kind: 'user', id: user.id } : NOBODY)
  const items = await news(db, reached, newSince(user!.lookedAt, Date.now()), user!.timeZone)
  return { unseen: items.length > 0 }
})
