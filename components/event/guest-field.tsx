'use client'

import { useTranslations } from 'next-intl'
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from 'react'
import { searchPeople } from '@/components/people/search-people'
import { Field } from '@/components/ui/field'
import { joinParts } from '@/lib/calendar/format'
import { guestName, type ParsedGuestList, parseGuestList } from '@/lib/calendar/guest-list'
import { type Participant, personKey } from '@/lib/calendar/participant'
import styles from './guest-field.module.css'
import { GuestSuggestions } from './guest-suggestion-list'
import { type GuestSuggestion, useGuestSuggestions } from './guest-suggestions'

/**
 * Field that adds guests: users and groups by name, addresses by typing or pasting a list. A combobox (ARIA 1.2): the
 * focus stays in the input, and each result is announced.
 */
export function GuestField({
  guests,
  error,
  locale,
  placeholder,
  onAdd,
  onAddGroup,
}: {
  guests: readonly Participant[]
  error?: string | undefined
  locale: string
  placeholder?: string
  onAdd(people: Participant[]): void
  onAddGroup(group: { id: string; name: string }, members: Participant[]): void
}) {
  const t = useTranslations('eventEditor.guestField')
  const [text, setText] = useState('')
  const [active, setActive] = useState(-1)
  const [message, setMessage] = useState('')
  const list = useId()
  const suggestions = useGuestSuggestions(text, guests)
  const option = suggestions[active]

  const add = (people: readonly Participant[], typed?: ParsedGuestList) => {
    const invited = new Set(guests.map(personKey))
    const isNew = (person: Participant) => !invited.has(personKey(person))
    const added = people.filter(isNew)
    const alreadyInvited = people.filter(
      (person) => !isNew(person) || typed?.repeated.includes(person.email ?? ''),
    )
    const { unreadable = [] } = typed ?? {}
    // Unicode isolates: a right-to-left name does not reorder the text beside it.
    const formatNames = (names: readonly string[]) =>
      joinParts(
        names.map((name) => `\u2068${name}\u2069`),
        locale,
      )
    if (added.length) onAdd(added)
    setMessage(
      [
        added.length ? t('added', { names: formatNames(added.map(guestName)) }) : '',
        alreadyInvited.length ? t('already', { names: formatNames(alreadyInvited.map(guestName)) }) : '',
        unreadable.length ? t('unreadable', { parts: formatNames(unreadable) }) : '',
      ].join(' '),
    )
    setText(unreadable.join(', '))
    setActive(-1)
  }
  const addTyped = (written: string) => {
    const typed = parseGuestList(written)
    const people = typed.guests.map((guest) => ({ userId: null, ...guest }))
    add(people, typed)
  }
  const choose = async (guest: GuestSuggestion) => {
    if (guest.kind === 'address') return add([{ userId: null, email: guest.email, name: guest.name }])
    if (guest.kind === 'person') return add([{ userId: guest.id, email: null, name: guest.name }])
    const page = await searchPeople({ q: '', group: guest.id, managed: true, all: true }).catch(() => null)
    if (!page) return setMessage(t('notLoaded'))
    const members = page.people.map(([id, name]) => ({ userId: id, email: null, name }))
    onAddGroup(guest, members)
    setMessage(t('added', { names: guest.name }))
    setText('')
    setActive(-1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (event.nativeEvent.isComposing) return
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!suggestions.length) return
      event.preventDefault()
      const step = key === 'ArrowDown' ? 1 : -1
      setActive((active + step + suggestions.length + (active < 0 && step < 0 ? 1 : 0)) % suggestions.length)
    } else if (key === 'Enter') {
      // Enter must not submit the surrounding form.
      event.preventDefault()
      if (option) void choose(option)
      else if (text.trim()) addTyped(text)
    } else if ((key === ',' || key === ';') && parseGuestList(text).guests.length) {
      event.preventDefault()
      addTyped(text)
    } else if (key === 'Escape' && text) {
      // Closes the suggestions and not the dialog.
      event.preventDefault()
      event.stopPropagation()
      setText('')
      setActive(-1)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/[,;\n<]/.test(pasted) || !parseGuestList(pasted).guests.length) return
    event.preventDefault()
    addTyped(text ? `${text},${pasted}` : pasted)
  }

  return (
    <div className={styles.guestField}>
      <Field label={t('label')} hint={t('hint')} {...(error && { error })}>
        {(control) => (
          <input
            {...control}
            className="input"
            dir="auto"
            role="combobox"
            aria-expanded={suggestions.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={option && `${list}-${active}`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder={placeholder}
            value={text}
            onChange={({ target }) => {
              setText(target.value)
              setActive(-1)
              setMessage('')
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => parseGuestList(text).guests.length && addTyped(text)}
          />
        )}
      </Field>
      <GuestSuggestions
        id={list}
        suggestions={suggestions}
        active={active}
        onChoose={(guest) => void choose(guest)}
      />
      <p role="status" className={message ? 'hint' : 'visually-hidden'}>
        {message}
      </p>
    </div>
  )
}
