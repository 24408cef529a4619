'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ClipboardEvent, type FormEvent, useEffect, useRef, useState } from 'react'
import { useDateParser } from '@/components/typed-dates/use-date-parser'
import type { WallMs } from '@/lib/calendar/day'
import type { Due } from '@/lib/calendar/tasks/due'
import { parseTypedTask, splitTitles } from '@/lib/calendar/tasks/typed-tasks'
import { MAX_ADDED_TASKS, MAX_TASK_TITLE } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import { dueText } from './due-text'
import styles from './tasks.module.css'

/**
 * Field that adds a task with Enter and stays ready for the next one. It understands times ("Milk tomorrow"), and makes
 * one task of each pasted line. The key N focuses it.
 */
export function QuickAdd({
  label,
  viewer,
  wall,
  onAdd,
}: {
  label: string
  viewer: Viewer
  wall: WallMs
  onAdd(tasks: { title: string; due: Due | null }[]): void
}) {
  const t = useTranslations('tasks')
  const [text, setText] = useState('')
  const [isLiteral, setLiteral] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const parser = useDateParser(viewer.locale) ?? null
  const parse = (title: string) =>
    parseTypedTask(title, viewer.locale, isLiteral ? null : parser, wall, viewer.timeZone)
  const { due } = parse(text)
  useFocusKey(field)

  const add = (titles: string[]) => {
    if (!titles.length) return
    onAdd(titles.slice(0, MAX_ADDED_TASKS).map((title) => parse(title.slice(0, MAX_TASK_TITLE))))
    setText('')
    setLiteral(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add(splitTitles(text))
  }
  const paste = (event: ClipboardEvent) => {
    const titles = splitTitles(event.clipboardData.getData('text/plain'))
    if (titles.length < 2) return
    event.preventDefault()
    add([...splitTitles(text), ...titles])
  }
  return (
    <form className={styles.quickAdd} onSubmit={submit}>
      <Plus size={18} aria-hidden />
      <input
        ref={field}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onPaste={paste}
        onKeyDown={({ key }) => key === 'Escape' && (text ? setText('') : field.current?.blur())}
        aria-label={label}
        placeholder={label}
        maxLength={MAX_TASK_TITLE}
        dir="auto"
        autoComplete="off"
        enterKeyHint="done"
        data-quick-add=""
      />
      {due && (
        <button
          type="button"
          className={styles.understood}
          title={t('keepAsText')}
          onClick={() => {
            setLiteral(true)
            field.current?.focus()
          }}
        >
          <span aria-live="polite">{dueText(due, viewer, wall, t)}</span>
          <X size={12} aria-hidden />
          <span className="visually-hidden">{t('keepAsText')}</span>
        </button>
      )}
    </form>
  )
}

/** Focuses the field with N, except while typing elsewhere. */
function useFocusKey(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target, metaKey, ctrlKey, altKey } = event
      if (key !== 'n' || metaKey || ctrlKey || altKey) return
      if ((target as Element).closest('input, textarea, select, dialog, [contenteditable]')) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [field])
}
