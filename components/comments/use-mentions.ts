'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useDeferredValue, useState } from 'react'
import { loadJson } from '@/components/live/load-json'
import { typedMention } from '@/lib/calendar/mentions'
import type { MentionablePerson } from '@/lib/schemas/comments'
import type { Draft } from './drafts'
import { searchOf, type ThreadRef } from './thread'

/**
 * Suggests people while a mention is typed: arrow keys choose one, Enter and Tab insert it, Escape closes the
 * suggestions until another mention is begun.
 */
export function useMentions(
  thread: ThreadRef,
  field: RefObject<HTMLTextAreaElement | null>,
  draft: Draft,
  onChange: (draft: Draft) => void,
) {
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  // The position of the mention whose suggestions were closed.
  const [closed, setClosed] = useState(-1)
  const found = typedMention(draft.text, caret)
  const typed = found && found.from !== closed ? found : null
  const q = useDeferredValue(typed?.query ?? '')
  const { data } = useQuery({
    queryKey: ['mentionable', thread, q],
    queryFn: ({ signal }) =>
      loadJson<{ people: MentionablePerson[] }>(
        `/api/view/comments/people?${searchOf(thread, { q })}`,
        signal,
      ),
    enabled: typed !== null,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
  const people = (typed && data?.people) || []

  const choose = ({ id, name }: MentionablePerson) => {
    if (!typed || !field.current) return
    const inserted = `@${name} `
    field.current.setRangeText(inserted, typed.from, caret, 'end')
    onChange({ text: field.current.value, people: [...draft.people, { id, name }] })
    setCaret(typed.from + inserted.length)
    field.current.focus()
  }

  /** Returns whether the key was handled. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!people.length || event.nativeEvent.isComposing) return false
    const { key } = event
    const at = Math.min(active, people.length - 1)
    if (key === 'ArrowDown') setActive((at + 1) % people.length)
    else if (key === 'ArrowUp') setActive((at + people.length - 1) % people.length)
    else if ((key === 'Enter' || key === 'Tab') && !event.ctrlKey && !event.metaKey) choose(people[at]!)
    else if (key === 'Escape') setClosed(typed!.from)
    else return false
    event.preventDefault()
    // Escape must not close the dialog.
    event.stopPropagation()
    return true
  }

  return {
    people,
    active: Math.min(active, people.length - 1),
    choose,
    onKeyDown,
    onCaret: (position: number) => {
      setCaret(position)
      setActive(0)
      if (!found) setClosed(-1)
    },
  }
}
