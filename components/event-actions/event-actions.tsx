'use client'

import { useTranslations } from 'next-intl'
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { ScopeDialog } from '@/components/event/scope-dialog'
import type { Live } from '@/components/live/live'
import type { Move } from '@/lib/calendar/edits/move'
import { type CalendarTuple, canWriteTo, type Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { clipboard } from './clipboard'
import { ContextMenu, type MenuSubject } from './context-menu'
import { SelectionBar } from './selection-bar'
import { useActionKeys } from './use-action-keys'
import { useEventCommands } from './use-event-commands'
import { useKeptFocus } from './use-kept-focus'
import { useRefusedMove } from './use-refused-move'
import { useSelection } from './use-selection'

export interface EventActionsProps {
  /** The element that contains the grid. Its events have the attribute `data-item`, the index in `items`. */
  grid: RefObject<HTMLElement | null>
  items: readonly Item[]
  calendars: readonly CalendarTuple[]
  viewer: Viewer
  live: Live
  /** Set to a function that moves all selected events if the item is one of them, and returns whether it moved them. */
  moveSelected: RefObject<((item: Item, move: Move) => boolean) | null>
  /** Whether a dialog is open. A ref, so that opening one does not render this component. */
  isDisabled: RefObject<boolean>
  /** Day number to paste on if no day has the focus or is under the mouse. */
  day: number
  onOpen(item: Item): void
  onCreate(day: number): void
  isMovable(item: Item): boolean
}

/**
 * Acts on events in a grid: a context menu, keys, and a selection of several events (with Ctrl or ⌘ pressed) that are
 * moved, copied or deleted together. A component of its own, since the page loads it when it is idle.
 */
export function EventActions(props: EventActionsProps) {
  const { grid, items, calendars, viewer, live, isDisabled, isMovable } = props
  const t = useTranslations('eventActions')
  const [menu, setMenu] = useState<
    (MenuSubject & { x: number; y: number; focus: HTMLElement | null }) | null
  >(null)
  const { selected, clear, selectOnly } = useSelection(grid, items, isDisabled)
  useKeptFocus(grid, items)
  const { question, ...commands } = useEventCommands({ calendars, viewer, live, isMovable })
  useRefusedMove(grid, items, { isMovable, onRefuse: commands.refuse })
  const isWritable = calendars.some(canWriteTo)
  const paste = (day: number) => clipboard() && commands.paste(clipboard()!, day)

  useActionKeys({
    ...{ grid, items, selected, commands, paste, clear },
    isDisabled: () => isDisabled.current || menu !== null,
    day: props.day,
  })

  const { moveSelected } = props
  const moveAll = useEffectEvent((item: Item, move: Move) => {
    const isOfSelection =
      selected.length > 1 && selected.includes(item) && 'by' in move && move.edge === 'all'
    if (isOfSelection) void commands.moveBy(selected, move.by)
    return isOfSelection
  })
  useEffect(() => {
    moveSelected.current = (item, move) => moveAll(item, move)
    return () => {
      moveSelected.current = null
    }
  }, [moveSelected])

  const openMenu = useEffectEvent((event: MouseEvent) => {
    const target = event.target as HTMLElement
    if (isDisabled.current || !grid.current?.contains(target)) return
    const element = target.closest<HTMLElement>('[data-item]')
    const item = element ? items[Number(element.dataset.item)] : undefined
    const day = target.closest<HTMLElement>('[data-day]')?.dataset.day
    if (item ? !item.id : !day || !isWritable) return
    // A long press that can begin a drag (gesture.ts): if it ends where it began, the grid dispatches another event.
    if (event.defaultPrevented) return
    event.preventDefault()
    const isSelected = item && selected.includes(item)
    if (item && !isSelected) selectOnly(null)
    const box = (element ?? target).getBoundingClientRect()
    // An event by key has no position.
    const [x, y] = event.clientX || event.clientY ? [event.clientX, event.clientY] : [box.left, box.bottom]
    const subject = item ? { items: isSelected ? selected : [item] } : { day: Number(day) }
    setMenu({ ...subject, x, y, focus: document.activeElement as HTMLElement | null })
  })
  useEffect(() => {
    const onContextMenu = (event: MouseEvent) => openMenu(event)
    document.addEventListener('contextmenu', onContextMenu)
    return () => document.removeEventListener('contextmenu', onContextMenu)
  }, [])

  return (
    <>
      {menu && (
        <ContextMenu
          subject={menu}
          x={menu.x}
          y={menu.y}
          calendars={calendars}
          isMovable={isMovable}
          onClose={() => {
            setMenu(null)
            menu.focus?.focus()
          }}
          commands={{ ...commands, paste, open: props.onOpen, create: props.onCreate }}
        />
      )}
      {selected.length > 1 && (
        <SelectionBar
          label={t('selected', { count: selected.length })}
          onDuplicate={() => commands.copy(selected, 0)}
          onDelete={() => commands.remove(selected).then(clear)}
          onClear={clear}
        />
      )}
      {question && (
        <ScopeDialog
          event={question.event}
          change={{ type: 'delete' }}
          viewer={viewer}
          onChoose={question.answer}
          onCancel={() => question.answer()}
        />
      )}
    </>
  )
}
