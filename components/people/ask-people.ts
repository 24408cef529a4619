import type { PeoplePage } from '@/lib/schemas/groups'

/** Searches the people whom the user knows by name, optionally within one group. @throws Error if the request fails */
export async function askPeople(
  { q, group }: { q: string; group?: string | undefined },
  signal?: AbortSignal,
): Promise<PeoplePage> {
  const params = new URLSearchParams({ ...(q && { q }), ...(group && { group }) })
  const response = await fetch(`/api/view/people?${params}`, { ...(signal && { signal }) })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
