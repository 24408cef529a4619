import { useEffect, useState } from 'react'
import type { PeoplePage, PersonTuple } from '@/lib/schemas/groups'
import { searchPeople } from './search-people'

/**
 * Returns the people to choose from: the first page, or the matches if a name is typed. The chosen person (`selected`)
 * stays among them. `managed`: also members without an account.
 */
export function usePeople(
  first: PeoplePage,
  { group, selected, managed = false }: { group?: string; selected: string; managed?: boolean },
) {
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<PersonTuple[] | null>(null)
  const [seen, setSeen] = useState(first.people)
  const search = query.trim()
  useEffect(() => {
    if (!search) return setFound(null)
    const abort = new AbortController()
    const wait = setTimeout(async () => {
      const page = await searchPeople({ q: search, group, managed }, abort.signal).catch(() => null)
      if (!page || abort.signal.aborted) return
      setFound(page.people)
      setSeen((before) => [
        ...new Map([...before, ...page.people].map((person) => [person[0], person])).values(),
      ])
    }, 150)
    return () => {
      clearTimeout(wait)
      abort.abort()
    }
  }, [search, group, managed])
  const shown = found ?? first.people
  const chosen = shown.some(([id]) => id === selected) ? [] : seen.filter(([id]) => id === selected)
  return { people: [...chosen, ...shown], hasMore: first.hasMore, query, setQuery }
}
