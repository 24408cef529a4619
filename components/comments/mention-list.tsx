'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Avatar } from '@/components/ui/avatar'
import type { MentionablePerson } from '@/lib/schemas/comments'
import styles from './comments.module.css'

/** The people that can be mentioned. The text field keeps the focus and handles the keys. */
export function MentionList({
  id,
  people,
  active,
  onChoose,
}: {
  id: string
  people: readonly MentionablePerson[]
  active: number
  onChoose(person: MentionablePerson): void
}) {
  const t = useTranslations('comments')
  const list = useRef<HTMLDivElement>(null)
  const option = people[active]?.id
  useEffect(() => {
    if (option) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [option])
  return (
    <>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={t('people')}
        className={styles.suggestions}
        hidden={!people.length}
      >
        {people.map((person, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keys
          <div
            key={person.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Keeps the focus in the text field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(person)}
          >
            <Avatar id={person.id} name={person.name} image={person.image} color={person.color} />
            <bdi>{person.name}</bdi>
          </div>
        ))}
      </div>
      <p role="status" className="visually-hidden">
        {people.length > 0 && t('found', { count: people.length })}
      </p>
    </>
  )
}
