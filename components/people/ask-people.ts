import type { PeoplePage } from '@/lib/schemas/groups'

/**
 * Searches by name for people whom the user knows, optionally within one group. `all`: as many as an event can invite;
 * `guests`: also addresses and groups. @throws Error if the request fails
 */
export async function askPeople(
  { q, group, all, guests }: { q: string; group?: string | undefined; all?: true; guests?: true },
  signal?: AbortSignal,
): Promise<PeoplePage> {
  const params = new URLSearchParams({
    ...(q && { q }),
    ...(group && { group }),
    ...(all && { all: '1' }),
    ...(guests && { guests: '1' }),
  })
  const response = await fetch(`/api/view/people?${params}`, { ...(signal && { signal }) })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
