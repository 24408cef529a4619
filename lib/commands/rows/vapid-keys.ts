import { sql } from 'drizzle-orm'
import { type Db, db as database } from '@/db/client'
import type { Columns } from '@/db/rows'
import { newVapidKeys, type VapidKeys } from '@/lib/push/vapid'

/**
 * Returns the keys that identify this installation to push services, and creates them if there are none. Of processes
 * that create them concurrently, the first wins.
 */
export async function vapidKeys(db: Db = database): Promise<VapidKeys> {
  const stored = await db.execute<Columns<VapidKeys>>(sql`
    select vapid_public_key as "publicKey", vapid_private_key as "privateKey" from instance
    where vapid_private_key is not null`)
  if (stored[0]) return stored[0]
  const { publicKey, privateKey } = newVapidKeys()
  const [keys] = await db.execute<Columns<VapidKeys>>(sql`
    insert into instance (id, vapid_public_key, vapid_private_key) values (1, ${publicKey}, ${privateKey})
    on conflict (id) do update set
      vapid_public_key = coalesce(instance.vapid_public_key, excluded.vapid_public_key),
      vapid_private_key = coalesce(instance.vapid_private_key, excluded.vapid_private_key)
    returning vapid_public_key as "publicKey", vapid_private_key as "privateKey"`)
  return keys!
}
