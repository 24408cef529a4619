'use client'

import {
  CalendarPlus,
  ClipboardPaste,
  Copy,
  CopyPlus,
  PanelTopOpen,
  Plus,
  Scissors,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Menu, MenuItem, Separator } from 'react-aria-components'
import { type Color, PALETTE } from '@/lib/calendar/palette'
import { type CalendarTuple, canWriteTo, FLAG, type Item } from '@/lib/calendar/tuple'
import { clipboard } from './clipboard'
import styles from './event-actions.module.css'
import type { EventCommands } from './use-event-commands'

/** The target of a context menu: events, or an empty day. */
export type MenuSubject = { items: readonly Item[] } | { day: number }

/** Space between the menu and the edges of the window. */
const MARGIN_PX = 8

/** The menu of an event, of the selected events or of a day. Opens at a point of the window. */
export function ContextMenu({
  subject,
  x,
  y,
  calendars,
  isMovable,
  commands,
  onClose,
}: {
  subject: MenuSubject
  x: number
  y: number
  calendars: readonly CalendarTuple[]
  isMovable(item: Item): boolean
  commands: Pick<EventCommands, 'copy' | 'cutOrCopy' | 'remove' | 'setColor'> & {
    paste(day: number): void
    open(item: Item): void
    create(day: number): void
  }
  onClose(): void
}) {
  const t = useTranslations('eventActions')
  const [isChoosingCalendar, setChoosingCalendar] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  // Places the menu after each render, since the list of calendars has another size.
  useLayoutEffect(() => {
    const element = menu.current!
    if (!element.matches(':popover-open')) element.showPopover()
    const { width, height } = element.getBoundingClientRect()
    const isRtl = getComputedStyle(element).direction === 'rtl'
    const left = isRtl ? x - width : x
    element.style.left = `${Math.max(MARGIN_PX, Math.min(left, innerWidth - width - MARGIN_PX))}px`
    element.style.top = `${Math.max(MARGIN_PX, Math.min(y, innerHeight - height - MARGIN_PX))}px`
  })
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (!menu.current?.contains(target as Node)) onClose()
    }
    document.addEventListener('pointerdown', onPress, true)
    addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', onPress, true)
      removeEventListener('resize', onClose)
    }
  })

  const writableCalendars = calendars.filter(canWriteTo)
  const items = 'items' in subject ? subject.items : []
  const [first] = items
  const canChange = items.some(isMovable)
  const act = (key: string) => {
    if (key === 'copyTo') return setChoosingCalendar(true)
    onClose()
    if ('day' in subject) return key === 'paste' ? commands.paste(subject.day) : commands.create(subject.day)
    switch (key) {
      case 'open':
        return commands.open(first!)
      case 'duplicate':
        return void commands.copy(items, 0)
      case 'copy':
      case 'cut':
        return commands.cutOrCopy(items, key === 'cut')
      case 'delete':
        return void commands.remove(items)
      default:
        return void commands.copy(items, 0, key)
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes the menu inside by Escape and when the focus leaves it
    <div
      ref={menu}
      popover="manual"
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) onClose()
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Menu
        key={String(isChoosingCalendar)}
        aria-label={isChoosingCalendar ? t('copyTo') : t('actions')}
        autoFocus="first"
        onAction={(key) => act(String(key))}
      >
        {isChoosingCalendar ? (
          writableCalendars.map(([id, name, color]) => (
            <MenuItem id={id} key={id} textValue={name} className={styles.entry}>
              <span className={`${styles.dot} c-${color}`} aria-hidden="true" />
              <span dir="auto">{name}</span>
            </MenuItem>
          ))
        ) : 'day' in subject ? (
          <>
            {renderEntry('create', t('create'), <Plus size={16} aria-hidden />)}
            {clipboard() && renderEntry('paste', t('paste'), <ClipboardPaste size={16} aria-hidden />)}
          </>
        ) : (
          <>
            {items.length === 1 && renderEntry('open', t('open'), <PanelTopOpen size={16} aria-hidden />)}
            {writableCalendars.length > 0 &&
              renderEntry('duplicate', t('duplicate'), <CopyPlus size={16} aria-hidden />)}
            {writableCalendars.length > 0 &&
              renderEntry('copyTo', t('copyTo'), <CalendarPlus size={16} aria-hidden />)}
            <Separator className={styles.separator} />
            {renderEntry('copy', t('copy'), <Copy size={16} aria-hidden />)}
            {canChange && renderEntry('cut', t('cut'), <Scissors size={16} aria-hidden />)}
            {canChange && <Separator className={styles.separator} />}
            {canChange && renderEntry('delete', t('delete'), <Trash2 size={16} aria-hidden />)}
          </>
        )}
      </Menu>
      {!isChoosingCalendar && first && items.length === 1 && Boolean(first.flags & FLAG.readOnly) && (
        <p className={styles.hint}>{t('synced', { count: 1 })}</p>
      )}
      {!isChoosingCalendar && items.length === 1 && canChange && (
        <Colors
          onChoose={(color) => {
            onClose()
            void commands.setColor(first!, color)
          }}
        />
      )}
    </div>
  )
}

function renderEntry(id: string, text: string, icon: ReactNode) {
  return (
    <MenuItem id={id} textValue={text} className={styles.entry}>
      {icon}
      <span>{text}</span>
    </MenuItem>
  )
}

/** The colors of an event, in a row below the menu: one Tab stop, in which arrow keys move. */
function Colors({ onChoose }: { onChoose(color: Color | null): void }) {
  const t = useTranslations('eventActions')
  const palette = useTranslations('palette')
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const focused = event.target as HTMLElement
    const next = event.key === forward ? focused.nextElementSibling : focused.previousElementSibling
    if (next instanceof HTMLElement) next.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={styles.colors} role="group" aria-label={t('color')} onKeyDown={onKeyDown}>
      {PALETTE.map((color, index) => (
        <button
          key={color}
          type="button"
          tabIndex={index ? -1 : 0}
          className={`c-${color}`}
          aria-label={palette(`colors.${color}`)}
          title={palette(`colors.${color}`)}
          onClick={() => onChoose(color)}
        />
      ))}
      <button
        type="button"
        tabIndex={-1}
        className={styles.noColor}
        aria-label={t('calendarColor')}
        title={t('calendarColor')}
        onClick={() => onChoose(null)}
      />
    </div>
  )
}
