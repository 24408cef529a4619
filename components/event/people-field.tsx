'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { askPeople } from '@/components/people/ask-people'
import { FindPerson } from '@/components/people/find-person'
import { Avatar } from '@/components/ui/avatar'
import type { EventDetail } from '@/lib/schemas/events'
import styles from './event.module.css'

/** Who takes part: of the calendar's group, or of all one knows; in a large group they are found by name. */
export function PeopleField({
  group,
  chosen,
  known,
  error,
  onChange,
}: {
  group: string | 0
  chosen: string[]
  known: EventDetail['attendees']
  error?: string
  onChange(ids: string[]): void
}) {
  const t = useTranslations('eventEditor')
  const names = useTranslations('people')
  const [query, setQuery] = useState('')
  const asked = useDeferredValue(query.trim())
  const of = group || undefined
  const { data: first } = useQuery({
    queryKey: ['people', of, ''],
    queryFn: () => askPeople({ q: '', group: of }),
  })
  const { data: found = first } = useQuery({
    queryKey: ['people', of, asked],
    queryFn: ({ signal }) => askPeople({ q: asked, group: of }, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const [picked, setPicked] = useState<{ id: string; name: string; image: string | null }[]>([])
  const near = ((asked ? found : first)?.people ?? []).map(([id, name, image]) => ({
    id,
    name,
    image: image || null,
  }))
  // Who takes part stands here, whatever is typed: somebody has perhaps left the group since.
  const taking = [
    ...known.map(({ userId, name }) => ({ id: userId ?? '', name: name ?? '?', image: null })),
    ...picked,
  ]
  const away = taking.filter(({ id }) => chosen.includes(id) && !near.some((one) => one.id === id))
  const people = [...new Map([...away, ...near].map((one) => [one.id, one])).values()]
  if (people.length < 2 && !query) return null
  return (
    <fieldset className={styles.peopleField}>
      <legend className="label">{t('guests')}</legend>
      {first?.more && <FindPerson query={query} onChange={setQuery} />}
      <ul>
        {people.map(({ id, name, image }) => (
          <li key={id}>
            <label className={styles.person}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) => {
                  setPicked([...picked, { id, name, image }])
                  onChange(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }}
              />
              <Avatar id={id} name={name} image={image} />
              <span dir="auto">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {asked && found?.people.length === 0 && <p className="muted">{names('none', { query: asked })}</p>}
      {error && <p className="error">{error}</p>}
    </fieldset>
  )
}
