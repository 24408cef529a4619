import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { eventDetail } from '@/lib/queries/events'
import { parse } from '@/lib/schemas/problems'
import { uuid } from '@/lib/schemas/text'

/** An event as its dialog shows it. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) => {
  const actor = await requestActor()
  const id = parse(uuid, (await params).id)
  return db.transaction(async (tx) => eventDetail(await grant(tx, actor, 'read', 'event', id)))
})
