'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import type { EventDetail } from '@/lib/schemas/events'
import type { PersonTuple } from '@/lib/schemas/groups'

/** Who takes part: the members of the calendar's group first, then others one knows. */
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
  const t = useTranslations('event')
  const { data } = useQuery({
    queryKey: ['people'],
    queryFn: async (): Promise<PersonTuple[]> => {
      const answer = await fetch('/api/view/people')
      if (!answer.ok) throw new Error(String(answer.status))
      return answer.json()
    },
  })
  const near = (data ?? []).filter(
    ([id, , , groups]) => chosen.includes(id) || !group || groups.includes(group),
  )
  // Somebody who takes part may have left the group since.
  const gone = known.filter(({ userId }) => userId && !near.some(([id]) => id === userId))
  const people = [
    ...near.map(([id, name, image]) => ({ id, name, image: image || null })),
    ...gone.map((p) => ({ id: p.userId!, name: p.name ?? '?', image: null })),
  ]
  if (people.length < 2) return null
  return (
    <fieldset className="people-field">
      <legend className="label">{t('people')}</legend>
      <ul>
        {people.map(({ id, name, image }) => (
          <li key={id}>
            <label className="person">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }
              />
              <Avatar id={id} name={name} image={image} />
              <span dir="auto">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {error && <p className="error">{error}</p>}
    </fieldset>
  )
}
