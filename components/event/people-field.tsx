'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { FindPerson } from '@/components/people/find-person'
import { searchPeople } from '@/components/people/search-people'
import { Avatar } from '@/components/ui/avatar'
import styles from './people-field.module.css'

interface ListedPerson {
  id: string
  name: string
  image: string | null
  color?: string | null | undefined
}

/**
 * Checkboxes of people: of the calendar's group, or of everyone the user knows; a large group gets a search field.
 * Chosen people are always listed, because they may have left the group.
 */
export function PeopleField({
  label,
  group,
  chosen,
  known,
  excluded = [],
  managed = false,
  error,
  onChange,
}: {
  label: string
  /** Id of the calendar's group; 0 for a user's calendar. */
  group: string | 0
  chosen: string[]
  /** People whose names the form already has. */
  known: readonly { userId: string | null; name: string | null; color?: string | null }[]
  /** Ids of people who cannot be chosen. */
  excluded?: readonly string[]
  /** Whether members without an account can be chosen. */
  managed?: boolean
  error?: string
  onChange(ids: string[]): void
}) {
  const names = useTranslations('people')
  const [query, setQuery] = useState('')
  const searched = useDeferredValue(query.trim())
  const groupId = group || undefined
  const { data: first } = useQuery({
    queryKey: ['people', groupId, managed, ''],
    queryFn: () => searchPeople({ q: '', group: groupId, managed }),
  })
  const { data: found = first } = useQuery({
    queryKey: ['people', groupId, managed, searched],
    queryFn: ({ signal }) => searchPeople({ q: searched, group: groupId, managed }, signal),
    enabled: searched !== '',
    placeholderData: keepPreviousData,
  })
  const [picked, setPicked] = useState<ListedPerson[]>([])
  const listed = ((searched ? found : first)?.people ?? []).map(([id, name, image, color]) => ({
    ...{ id, name, image: image || null, color },
  }))
  const selectable = [
    ...known.map(({ userId, name, color }) => ({ id: userId ?? '', name: name ?? '?', image: null, color })),
    ...picked,
  ]
  const chosenUnlisted = selectable.filter(
    ({ id }) => chosen.includes(id) && !listed.some((person) => person.id === id),
  )
  const all = [...new Map([...chosenUnlisted, ...listed].map((person) => [person.id, person])).values()]
  // The user is the only person in the list.
  if (all.length < 2 && !query) return null
  const people = all.filter(({ id }) => chosen.includes(id) || !excluded.includes(id))
  return (
    <fieldset className={styles.peopleField}>
      <legend className="label">{label}</legend>
      {first?.hasMore && <FindPerson query={query} onChange={setQuery} />}
      <ul>
        {people.map(({ id, name, image, color }) => (
          <li key={id}>
            <label className={styles.person}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) => {
                  setPicked([...picked, { id, name, image, color }])
                  onChange(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }}
              />
              <Avatar id={id} name={name} image={image} color={color} />
              <span dir="auto">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {searched && found?.people.length === 0 && (
        <p className="muted">{names('none', { query: searched })}</p>
      )}
      {error && <p className="error">{error}</p>}
    </fieldset>
  )
}
