'use client'

import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { Item } from '@/lib/calendar/tuple'
import type { EventCommands } from './use-event-commands'

/** Elements that use these keys themselves. */
const TYPING = 'input:not([type="checkbox"]), textarea, select, dialog, [contenteditable], [role="menu"]'

/**
 * Delete, Ctrl-C, X and V act on the selected events, or on the focused one; Ctrl-Z and Ctrl-Shift-Z undo and redo the
 * last change; Escape ends the selection. ⌘ replaces Ctrl on Apple's keyboards.
 */
export function useActionKeys({
  grid,
  items,
  selected,
  commands,
  paste,
  clear,
  isDisabled,
  day,
}: {
  grid: RefObject<HTMLElement | null>
  items: readonly Item[]
  selected: readonly Item[]
  commands: EventCommands
  paste(day: number): void
  clear(): void
  isDisabled(): boolean
  day: number
}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (isDisabled() || event.altKey || event.isComposing || target.closest(TYPING)) return
    // A press on the text of a dialog moves the focus to the page, whose keys must not act then.
    if (document.querySelector('dialog[open]')) return
    const focused = grid.current?.contains(target) ? items[Number(target.dataset.item ?? -1)] : undefined
    const targets = selected.length ? selected : focused?.id ? [focused] : []
    const run = (work: () => void) => {
      event.preventDefault()
      work()
    }
    if (event.ctrlKey || event.metaKey) {
      const key = letterOf(event)
      if (key === 'z') return run(event.shiftKey ? commands.redo : commands.undo)
      if (key === 'y' && !event.shiftKey) return run(commands.redo)
      if (event.shiftKey || !getSelection()?.isCollapsed) return
      if (key === 'v') return run(() => paste(pointedDay(grid.current, target) ?? day))
      if (!targets.length) return
      if (key === 'c') return run(() => commands.cutOrCopy(targets, false))
      if (key === 'x') return run(() => commands.cutOrCopy(targets, true))
      return
    }
    if (event.shiftKey) return
    if (event.key === 'Escape' && selected.length) return run(clear)
    if ((event.key === 'Delete' || event.key === 'Backspace') && targets.length) {
      run(() => void commands.remove(targets).then(clear))
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
}

/** Returns the Latin letter of a key. On keyboards of other scripts, the position of the key determines it. */
function letterOf({ key, code }: KeyboardEvent): string | undefined {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
}

/** Returns the day number that has the focus or is under the mouse. */
function pointedDay(grid: HTMLElement | null, focused: HTMLElement): number | undefined {
  const focusedDay = grid?.contains(focused) ? focused.closest<HTMLElement>('[data-day]') : null
  const day = (grid?.querySelector<HTMLElement>('[data-day]:hover') ?? focusedDay)?.dataset.day
  return day === undefined ? undefined : Number(day)
}
