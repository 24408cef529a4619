import type { SearchQuery } from '@/lib/schemas/search'

/** Returns the query string of a search, without empty filters. */
export function formatSearchParams({
  q,
  calendar,
  kind,
  person,
  from,
  to,
  page,
}: Partial<SearchQuery>): string {
  const search = new URLSearchParams()
  if (q?.trim()) search.set('q', q.trim())
  for (const id of calendar ?? []) search.append('calendar', id)
  for (const [name, value] of Object.entries({ kind, person, from, to })) if (value) search.set(name, value)
  if (page && page > 1) search.set('page', String(page))
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** Parses a query string written by {@link formatSearchParams}. The server validates the values. */
export function parseSearchParams(search: string): SearchQuery {
  const params = new URLSearchParams(search)
  const param = (name: string) => params.get(name) || undefined
  return {
    q: param('q') ?? '',
    calendar: params.getAll('calendar'),
    kind: param('kind') as SearchQuery['kind'],
    person: param('person'),
    from: param('from'),
    to: param('to'),
    page: Number(param('page') ?? 1),
  }
}
