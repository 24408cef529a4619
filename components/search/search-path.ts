import type { SearchQuery } from '@/lib/schemas/search'

/** The address of a search; what is not narrowed is left out. */
export function searchPath({ q, calendar, kind, person, from, to, page }: Partial<SearchQuery>): string {
  const search = new URLSearchParams()
  if (q?.trim()) search.set('q', q.trim())
  for (const id of calendar ?? []) search.append('calendar', id)
  for (const [name, value] of Object.entries({ kind, person, from, to })) if (value) search.set(name, value)
  if (page && page > 1) search.set('page', String(page))
  const text = search.toString()
  return text ? `?${text}` : ''
}
