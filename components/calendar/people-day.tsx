'use client'

import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { DAY, dayNumber, dayOf, HOUR, wallOf } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { fullTime, shortTime } from '@/lib/calendar/format-time'
import { initialScrollMinute, layoutDay } from '@/lib/calendar/hours'
import type { Span } from '@/lib/calendar/span'
import { findItem } from '@/lib/calendar/tuple'
import { DayColumn } from './day-column'
import { distanceOf, type GridPosition, useDrag } from './drag'
import gutter from './gutter.module.css'
import { useEdgeScroll, useInitialScroll, wallTimeAt } from './hour-grid'
import { DRAG_STEP_MS, drawnTimes, maxShortening, moveOf, nextCursor, previewOf } from './hours-preview'
import { useMovedFocus } from './moved-focus'
import styles from './people-day.module.css'
import { PeopleDayHead } from './people-day-head'
import type { PeopleProps } from './people-props'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * A column for each person, with the hours of a day. Arrow keys move between people and hours, Enter creates an event.
 */
export function PeopleDay(props: PeopleProps) {
  const { date, items, columns, target, viewer } = props
  const day = dayNumber(date)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const [person, setPerson] = useState(0)
  const focused = Math.min(person, columns.length - 1)
  const [cursor, setCursor] = useState(9 * HOUR)
  const [announcement, setAnnouncement] = useState('')
  const indexes = useMemo(() => new Map(items.map((item, index) => [item, index])), [items])
  const movedByKey = useMovedFocus(body, items)
  const wantsFocus = useRef(false)
  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    columnAt(focused)?.focus({ preventScroll: true })
    columnAt(focused)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  const columnAt = (index: number) => body.current?.querySelector<HTMLElement>(`[data-column="${index}"] > *`)

  const createIn = (index: number, from: number, to: number) => {
    setPerson(index)
    const span: Span = {
      type: 'timed',
      start: wallOf(day * DAY + from),
      startZone: viewer.timeZone,
      end: wallOf(day * DAY + to),
      endZone: viewer.timeZone,
    }
    props.onCreateIn(index, day, span)
  }
  const { drag, handlers } = useDrag(scroller, {
    positionAt: (x, y): GridPosition | undefined => {
      const frame = scroller.current?.getBoundingClientRect()
      if (
        !frame ||
        x < frame.left ||
        x > frame.right ||
        y < headBottom(scroller.current) ||
        y > frame.bottom
      ) {
        return undefined
      }
      const at = wallTimeAt(body.current, x, y, DRAG_STEP_MS)
      return at === undefined ? undefined : { area: 'hours', at }
    },
    onGrab: (index) => props.onGrab(items[index]!),
    onDrop(dropped) {
      const move = moveOf(dropped, viewer.timeZone)
      if (move) props.onMove(dropped.item, move, false)
    },
    onDraw(drawn) {
      const { start, end } = drawnTimes(drawn.from.at, distanceOf(drawn))
      createIn(columnAtX(body.current, drawn.x), start, end)
    },
  })
  useEdgeScroll(scroller, drag !== null)
  const dragged = drag?.item ? findItem(items, drag.item) : undefined
  const preview = drag && previewOf(drag)
  const drawnIn = drag && !drag.item ? columnAtX(body.current, drag.x) : null

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const pressed = event.target as HTMLElement
    const item = pressed.dataset.item ? items[Number(pressed.dataset.item)] : undefined
    const forward = getComputedStyle(pressed).direction === 'rtl' ? -1 : 1
    const across = { ArrowLeft: -forward, ArrowRight: forward }[event.key]
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (item && event.altKey && down) {
      event.preventDefault()
      const edge = event.shiftKey ? 'end' : 'all'
      if (edge === 'end' && item.end <= item.start) return
      const by = down * DRAG_STEP_MS
      const shift = edge === 'end' ? Math.max(by, maxShortening(item)) : by
      if (!shift || !props.onGrab(item)) return
      movedByKey.current = item
      return props.onMove(item, { by: shift, edge }, true)
    }
    if (event.key !== 'Alt' && event.key !== 'Shift') movedByKey.current = null
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = { PageUp: -1, PageDown: 1 }[event.key]
    const edge = { Home: 0, End: columns.length - 1 }[event.key]
    const next = edge ?? (across === undefined ? undefined : focused + across)
    if (page) {
      event.preventDefault()
      wantsFocus.current = true
      props.onGoTo(day + page)
    } else if (next !== undefined) {
      event.preventDefault()
      wantsFocus.current = true
      setPerson(Math.min(Math.max(next, 0), columns.length - 1))
    } else if (pressed.dataset.day && down) {
      event.preventDefault()
      const at = nextCursor(cursor, down)
      setCursor(at)
      setAnnouncement(fullTime(at, viewer))
      pressed.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest' })
    } else if (pressed.dataset.day && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      createIn(focused, cursor, cursor + HOUR)
    }
  }
  const onClick = (event: MouseEvent<HTMLElement>) => {
    movedByKey.current = null
    const pressed = event.target as HTMLElement
    const item = pressed.closest<HTMLElement>('[data-item]')?.dataset.item
    if (item) return props.onOpen(items[Number(item)]!)
    if (pressed.closest('[data-more]')) return props.onMore(day)
    const strip = pressed.closest<HTMLElement>('[data-strip]')
    if (strip) {
      const index = Number(strip.dataset.column)
      setPerson(index)
      return props.onCreateIn(index, day, { type: 'all-day', start: date, end: dayOf(day + 1) })
    }
    if (!pressed.closest('[data-day]')) return
    const time = wallTimeAt(body.current, event.clientX, event.clientY, 2 * DRAG_STEP_MS)
    if (time === undefined) return
    const index = Number(pressed.closest<HTMLElement>('[data-column]')?.dataset.column)
    createIn(index, time - day * DAY, time - day * DAY + HOUR)
  }

  const first = { minute: initialScrollMinute(items, [day]), day }
  const { script } = useInitialScroll(scroller, first, '', props.nonce)
  const layouts = columns.map((column) => layoutDay(column.items, day))
  const blocks = layouts.flat()
  // Printed pages show only the hours that contain events.
  const printedHours = {
    '--since': Math.floor(Math.min(7 * 60, ...blocks.map(({ from }) => from)) / 60),
    '--until': Math.ceil(Math.max(20 * 60, ...blocks.map(({ to }) => to)) / 60),
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: arrow keys move between its columns, as in an ARIA grid */}
      <div
        className={styles.people}
        data-pans=""
        role="grid"
        aria-label={longDay(day, viewer.locale)}
        data-dragging={drag?.item === null ? 'new' : drag?.edge}
        style={{ '--people': columns.length, ...printedHours } as React.CSSProperties}
        ref={scroller}
        onClick={onClick}
        onKeyDown={onKeyDown}
        {...handlers}
      >
        <PeopleDayHead {...props} day={day} indexes={indexes} />
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div className={`${styles.body} ${styles.row}`} data-hours="" role="row" ref={body}>
          <div className={`${gutter.gutter} ${gutter.times}`} aria-hidden="true">
            {HOURS.slice(1).map((hour) => (
              <span key={hour} style={{ '--from': hour * 60 } as React.CSSProperties}>
                {shortTime(hour * HOUR, viewer)}
              </span>
            ))}
          </div>
          {columns.map((column, index) => (
            <div className={styles.column} data-column={index} key={column.member?.userId ?? ''}>
              <DayColumn
                {...props}
                day={day}
                blocks={layouts[index]!}
                indexes={indexes}
                cursor={index === focused ? cursor : null}
                dragged={dragged}
                preview={
                  drawnIn === index || (dragged && column.items.includes(dragged)) ? preview : undefined
                }
                person={{ name: column.name, color: column.color, isTarget: index === target }}
              />
            </div>
          ))}
        </div>
        {script}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {announcement}
      </p>
    </>
  )
}

function headBottom(scroller: HTMLElement | null): number {
  return scroller?.firstElementChild?.getBoundingClientRect().bottom ?? 0
}

/** Returns the index of the column at or nearest to a horizontal position. */
function columnAtX(body: HTMLElement | null, x: number): number {
  const boxes = [...(body?.querySelectorAll('[data-column]') ?? [])].map((column) =>
    column.getBoundingClientRect(),
  )
  const distances = boxes.map(({ left, right }) => Math.max(left - x, x - right, 0))
  return Math.max(distances.indexOf(Math.min(...distances)), 0)
}
