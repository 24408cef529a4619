import type { PeoplePage } from '@/lib/schemas/groups'

/** The people one knows, by name; of one group where that is asked. @throws Error where there is no answer */
export async function askPeople(
  { q, group }: { q: string; group?: string | undefined },
  signal?: AbortSignal,
): Promise<PeoplePage> {
  const asked = new URLSearchParams({ ...(q && { q }), ...(group && { group }) })
  const answer = await fetch(`/api/view/people?${asked}`, { ...(signal && { signal }) })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}
