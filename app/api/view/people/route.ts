import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { people } from '@/lib/queries/groups'

/** Everybody who can be asked to take part: those the actor shares a group with. */
export const GET = endpoint(async () => people(db, await reach(db, await requestActor())))
