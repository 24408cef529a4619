import type { PeoplePage } from '@/lib/schemas/groups'

/**
 * Searches by name for people whom the user knows, optionally within one group. `managed`: also members without an
 * account; `all`: as many as an event can invite; `guests`: also addresses and groups. @throws Error if the request
 * fails
 */
export async function searchPeople(
  {
    q,
    group,
    managed,
    all,
    guests,
  }: { q: string; group?: string | undefined; managed?: boolean; all?: true; guests?: true },
  signal?: AbortSignal,
): Promise<PeoplePage> {
  const params = new URLSearchParams({
    ...(q && { q }),
    ...(group && { group }),
    ...(managed && { managed: '1' }),
    ...(all && { all: '1' }),
    ...(guests && { guests: '1' }),
  })
  const response = await fetch(`/api/view/people?${params}`, { ...(signal && { signal }) })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
