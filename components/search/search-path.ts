import type { SearchQuery } from '@/lib/schemas/search'

/** Returns the path of a search, without empty filters. */
export function searchPath({ q, calendar, kind, person, from, to, page }: Partial<SearchQuery>): string {
  const search = new URLSearchParams()
  if (q?.trim()) search.set('q', q.trim())
  for (const id of calendar ?? []) search.append('calendar', id)
  for (const [name, value] of Object.entries({ kind, person, from, to })) if (value) search.set(name, value)
  if (page && page > 1) search.set('page', String(page))
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** Parses a query string written by {@link searchPath}. Untrusted ones are validated by the server. */
export function parseSearchPath(search: string): SearchQuery {
  const asked = new URLSearchParams(search)
  const one = (name: string) => asked.get(name) || undefined
  return {
    q: one('q') ?? '',
    calendar: asked.getAll('calendar'),
    kind: one('kind') as SearchQuery['kind'],
    person: one('person'),
    from: one('from'),
    to: one('to'),
    page: Number(one('page') ?? 1),
  }
}
