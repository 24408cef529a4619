'use client'

import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { ComparedPerson } from '@/components/event/find-time-data'
import { DAY, HOUR, MINUTE, type WallMs } from '@/lib/calendar/day'
import { dayRange, formatWall, joinParts, longDay } from '@/lib/calendar/format'
import { fullTime, shortTime } from '@/lib/calendar/format-time'
import { slotKey, timedSlot } from '@/lib/calendar/gatherings/slot-pattern'
import { type Span, wallsOf } from '@/lib/calendar/span'
import { startOfWeek } from '@/lib/calendar/views'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Viewer } from '@/lib/schemas/users'
import styles from './slot-grid.module.css'

const STEP = 30 * MINUTE
const FIRST_HOUR = 8

/** A week in which slots are proposed by clicking, dragging or keys, over the busy times of the people. */
export function SlotGrid({
  spans,
  zone,
  duration,
  firstDay,
  wall,
  people,
  viewer,
  onMove,
  onAdd,
  onRemove,
}: {
  spans: readonly Span[]
  /** Zone in which slots are entered. */
  zone: string
  /** Duration of a slot that is added by a click, in milliseconds. */
  duration: number
  /** Number of the first shown day. */
  firstDay: number
  /** Wall clock in `zone`. */
  wall: WallMs
  people: readonly ComparedPerson[]
  viewer: Viewer
  onMove(firstDay: number): void
  onAdd(span: Span): void
  onRemove(span: Span): void
}) {
  const t = useTranslations('gatheringForm')
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<{ from: WallMs; to: WallMs } | null>(null)
  const days = Array.from({ length: 7 }, (_, index) => firstDay + index)
  const today = Math.floor(wall / DAY)
  const [cursor, setCursor] = useState<WallMs>(Math.max(firstDay, today) * DAY + 18 * HOUR)
  const shownCursor =
    Math.floor(cursor / DAY) < firstDay || Math.floor(cursor / DAY) >= firstDay + 7
      ? firstDay * DAY + (cursor % DAY)
      : cursor
  useEffect(() => {
    const element = scroller.current
    if (element) element.scrollTop = (body.current!.offsetHeight * FIRST_HOUR) / 24
  }, [])

  const toSpan = (from: WallMs, to: WallMs): Span => {
    const day = Math.floor(from / DAY)
    return timedSlot(
      day,
      { start: (from - day * DAY) / MINUTE, end: ((to - day * DAY) / MINUTE) % 1440 },
      zone,
    )
  }
  const positionAt = ({ clientX, clientY }: { clientX: number; clientY: number }): WallMs | null => {
    const box = body.current!.getBoundingClientRect()
    const isRtl = getComputedStyle(body.current!).direction === 'rtl'
    const x = (isRtl ? box.right - clientX : clientX - box.left) / box.width
    const y = (clientY - box.top) / box.height
    if (x < 0 || x >= 1) return null
    const time = Math.floor((Math.min(Math.max(y, 0), 0.9999) * DAY) / STEP) * STEP
    return (firstDay + Math.floor(x * 7)) * DAY + time
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.button || (event.target as Element).closest('button')) return
    const from = positionAt(event)
    if (from === null || event.pointerType === 'touch') return
    event.preventDefault()
    body.current!.setPointerCapture(event.pointerId)
    setDrag({ from, to: from + STEP })
  }
  const onPointerMove = (event: PointerEvent) => {
    const at = drag && positionAt(event)
    if (drag && typeof at === 'number' && Math.floor(at / DAY) === Math.floor(drag.from / DAY))
      setDrag({ ...drag, to: at + STEP })
  }
  const onPointerUp = () => {
    if (!drag) return
    const [from, to] = [Math.min(drag.from, drag.to - STEP), Math.max(drag.from + STEP, drag.to)]
    setDrag(null)
    setCursor(from)
    onAdd(to - from > STEP ? toSpan(from, to) : toSpan(drag.from, drag.from + duration))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const by = {
      ...{ ArrowUp: -STEP, ArrowDown: STEP, PageUp: -7 * DAY, PageDown: 7 * DAY },
      ...{ ArrowLeft: -forward * DAY, ArrowRight: forward * DAY },
    }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const next = shownCursor + by
    setCursor(next)
    const day = Math.floor(next / DAY)
    if (day < firstDay || day >= firstDay + 7) onMove(startOfWeek(day, viewer.weekStart))
    const element = scroller.current!
    const top = (body.current!.offsetHeight * (next % DAY)) / DAY
    if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 80)
      element.scrollTop = top - element.clientHeight / 3
  }
  const cursorSpan = toSpan(shownCursor, shownCursor + duration)
  const atCursor = spans.find((span) => slotKey(span) === slotKey(cursorSpan))
  const timeText = (from: WallMs, to: WallMs) => `${fullTime(from, viewer)} – ${fullTime(to, viewer)}`
  const busyAt = (from: number, to: number) =>
    people
      .filter(({ busy }) => busy?.some((time) => time.from < to && from < time.to))
      .map(({ name }) => name)
  const cursorLabel = joinParts(
    [
      longDay(Math.floor(shownCursor / DAY), viewer.locale),
      timeText(shownCursor, shownCursor + duration),
      t('busyCount', {
        count: busyAt(instantAt(shownCursor, zone), instantAt(shownCursor + duration, zone)).length,
      }),
      t(atCursor ? 'pressToRemove' : 'pressToAdd'),
    ],
    viewer.locale,
  )
  return (
    <div className={styles.grid}>
      <div className={styles.head}>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('weekBefore')}
          disabled={firstDay <= today}
          onClick={() => onMove(firstDay - 7)}
        >
          <ChevronLeft size={16} className="flips" aria-hidden />
        </button>
        <strong>{dayRange(firstDay, firstDay + 6, viewer.locale)}</strong>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('weekAfter')}
          onClick={() => onMove(firstDay + 7)}
        >
          <ChevronRight size={16} className="flips" aria-hidden />
        </button>
      </div>
      <div className={styles.scroller} ref={scroller}>
        <div className={styles.days} aria-hidden="true">
          <span />
          {days.map((day) => (
            <span key={day} data-today={day === today || undefined}>
              <small>{formatWall(day * DAY, viewer.locale, { weekday: 'short' })}</small>{' '}
              {formatWall(day * DAY, viewer.locale, { day: 'numeric' })}
            </span>
          ))}
        </div>
        <div className={styles.rows}>
          <div className={styles.gutter} aria-hidden="true">
            {Array.from({ length: 23 }, (_, hour) => (
              <span key={hour} style={{ '--at': (hour + 1) / 24 } as React.CSSProperties}>
                {shortTime((hour + 1) * HOUR, viewer)}
              </span>
            ))}
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keys */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
          <div
            className={styles.body}
            ref={body}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerUp}
            onPointerCancel={() => setDrag(null)}
            onClick={(event) => {
              // A mouse adds on release; a tap is only known to be no scroll now.
              const isTap = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch'
              const at = isTap && !(event.target as Element).closest('button') ? positionAt(event) : null
              if (at !== null) onAdd(toSpan(at, at + duration))
            }}
          >
            {days.map((day, column) => (
              <div
                key={day}
                className={styles.column}
                style={{ '--column': column } as React.CSSProperties}
                data-past={day < today || undefined}
              >
                {people.flatMap(({ key, color, busy }) =>
                  (busy ?? []).flatMap(({ from, to }) => {
                    const box = boxOf(day, wallAt(from, zone), wallAt(to, zone))
                    return box ? (
                      <i
                        key={`${key} ${from}`}
                        className={`${styles.busy} c-${color ?? 'slate'}`}
                        style={box}
                      />
                    ) : (
                      []
                    )
                  }),
                )}
              </div>
            ))}
            {spans.flatMap((span) => {
              if (span.type !== 'timed') return []
              const { start, end } = wallsOf(span, zone)
              return days.flatMap((day, column) => {
                const box = boxOf(day, start, end)
                if (!box) return []
                return (
                  <div
                    key={`${slotKey(span)} ${day}`}
                    className={styles.slot}
                    style={{ ...box, '--column': column } as React.CSSProperties}
                  >
                    <span aria-hidden="true">{shortTime(start, viewer)}</span>
                    <button
                      type="button"
                      tabIndex={-1}
                      aria-label={t('removeSlot', {
                        slot: joinParts([longDay(day, viewer.locale), timeText(start, end)], viewer.locale),
                      })}
                      onClick={() => onRemove(span)}
                    >
                      <X size={13} aria-hidden />
                    </button>
                  </div>
                )
              })
            })}
            {drag && (
              <div
                className={styles.ghost}
                style={
                  {
                    ...boxOf(
                      Math.floor(drag.from / DAY),
                      Math.min(drag.from, drag.to - STEP),
                      Math.max(drag.from + STEP, drag.to),
                    ),
                    '--column': Math.floor(drag.from / DAY) - firstDay,
                  } as React.CSSProperties
                }
              />
            )}
            <button
              type="button"
              className={styles.cursor}
              style={
                {
                  ...boxOf(Math.floor(shownCursor / DAY), shownCursor, shownCursor + duration),
                  '--column': Math.floor(shownCursor / DAY) - firstDay,
                } as React.CSSProperties
              }
              aria-label={cursorLabel}
              onKeyDown={onKeyDown}
              onClick={({ detail }) => {
                // Keys only: the pointer adds where it was pressed.
                if (detail === 0) (atCursor ? onRemove : onAdd)(atCursor ?? cursorSpan)
              }}
            />
          </div>
        </div>
      </div>
      <p className="hint">{t('gridHint')}</p>
    </div>
  )
}

/** Returns the part of a day that a time covers, for the style; undefined if it covers none. */
function boxOf(day: number, start: WallMs, end: WallMs): React.CSSProperties | undefined {
  const [from, to] = [Math.max(start - day * DAY, 0) / DAY, Math.min(end - day * DAY, DAY) / DAY]
  return to > from ? ({ '--from': from, '--length': to - from } as React.CSSProperties) : undefined
}
