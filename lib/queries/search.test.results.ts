import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { searchOutput, searchQuery } from '@/lib/schemas/search'
import { as } from '@/test/database/fixtures'
import { search } from './search'

const NOW = Date.UTC(2026, 10, 21, 12)

/** Searches as a user with the parameters of a URL. */
export async function searchAs(actor: Actor, params: Record<string, unknown>) {
  const reach = await as(actor).loadReach()
  return searchOutput.parse(await search(db, reach, searchQuery.parse(params), { now: NOW, zone: 'UTC' }))
}

/** Searches as a user and returns the titles found. */
export async function searchTitles(
  actor: Actor,
  q: string,
  filters: Record<string, unknown> = {},
): Promise<string[]> {
  const { found } = await searchAs(actor, { q, ...filters })
  return found.map(([tuple]) => tuple[5])
}
