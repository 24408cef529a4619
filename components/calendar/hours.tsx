'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { DAY, dayNumber, dayOf, HOUR, wallOf } from '@/lib/calendar/day'
import { fullTime, shortTime, zoneOffsetName } from '@/lib/calendar/format-time'
import { initialScrollMinute, layoutDay } from '@/lib/calendar/hours'
import type { Span } from '@/lib/calendar/span'
import { colorOf, findItem, type Item } from '@/lib/calendar/tuple'
import { daysOfView, listedView } from '@/lib/calendar/views'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { AllDayStrip } from './all-day-strip'
import { DayColumn } from './day-column'
import { DayHead } from './day-head'
import { deviceZoneScript, useDeviceZone } from './device-zone'
import { distanceOf, useDrag } from './drag'
import { DragGhost } from './drag-ghost'
import gutter from './gutter.module.css'
import { dayAtX, gridPositionAt, useEdgeScroll, useInitialScroll, wallTimeAt } from './hour-grid'
import styles from './hours.module.css'
import { DRAG_STEP_MS, drawnTimes, maxShortening, moveOf, nextCursor, previewOf } from './hours-preview'
import { useMovedFocus } from './moved-focus'
import type { ViewProps } from './view-props'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * Week and day view. Arrow keys move through days and hours, Enter creates an event, Tab moves through a day's events.
 */
export function Hours(props: ViewProps) {
  const { view, date, items, calendars, viewer, today } = props
  const t = useTranslations('calendar')
  const days = useMemo(() => {
    const { from, to } = daysOfView(view, date, viewer.weekStart)
    return Array.from({ length: to - from }, (_, index) => from + index)
  }, [view, date, viewer.weekStart])
  const focused = dayNumber(date)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const indexes = useMemo(() => new Map(items.map((item, index) => [item, index])), [items])
  const [cursor, setCursor] = useState(9 * HOUR)
  const [announcement, setAnnouncement] = useState('')
  const movedByKey = useMovedFocus(body, items)
  const wantsFocus = useRef(false)

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    body.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus({ preventScroll: true })
  }, [focused])

  const spanOf = (day: number, from: number, to: number): Span => ({
    type: 'timed',
    start: wallOf(day * DAY + from),
    startZone: viewer.timeZone,
    end: wallOf(day * DAY + to),
    endZone: viewer.timeZone,
  })
  const createAllDay = (from: number, to: number) => {
    const first = Math.min(from, to)
    props.onCreate(first, { type: 'all-day', start: dayOf(first), end: dayOf(Math.max(from, to) + 1) })
  }
  const { drag, handlers } = useDrag(scroller, {
    positionAt: (x, y) => gridPositionAt(scroller.current, x, y, DRAG_STEP_MS),
    onGrab: (index) => props.onGrab(items[index]!),
    onDrop(dropped) {
      const move = moveOf(dropped, viewer.timeZone)
      if (move) props.onMove(dropped.item, move, false)
    },
    onDraw(drawn) {
      if (drawn.from.area === 'days') return createAllDay(drawn.from.at, drawn.to.at)
      const { day, start, end } = drawnTimes(drawn.from.at, distanceOf(drawn))
      props.onCreate(day, spanOf(day, start, end))
    },
  })
  useEdgeScroll(scroller, drag !== null)
  const dragged = drag?.item ? findItem(items, drag.item) : undefined
  const preview = drag && previewOf(drag)

  const move = (item: Item, by: number, edge: 'all' | 'end') => {
    const shift = edge === 'end' ? Math.max(by, maxShortening(item)) : by
    if (!shift || !props.onGrab(item)) return
    movedByKey.current = item
    props.onMove(item, { by: shift, edge }, true)
    const day = Math.floor((item.start + shift) / DAY)
    if (edge === 'all' && (day < days[0]! || day > days.at(-1)!)) props.onGoTo(day)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const item = target.dataset.item ? items[Number(target.dataset.item)] : undefined
    const forward = getComputedStyle(target).direction === 'rtl' ? -1 : 1
    const across = { ArrowLeft: -forward, ArrowRight: forward }[event.key]
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (item && event.altKey && (across || down)) {
      event.preventDefault()
      const edge = event.shiftKey ? 'end' : 'all'
      if (edge === 'end' && (across || item.end <= item.start)) return
      return move(item, across ? across * DAY : down! * DRAG_STEP_MS, edge)
    }
    if (event.key !== 'Alt' && event.key !== 'Shift') movedByKey.current = null
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const dayOffsets = {
      PageUp: -days.length,
      PageDown: days.length,
      Home: days[0]! - focused,
      End: days.at(-1)! - focused,
    }
    const dayOffset = across ?? dayOffsets[event.key as keyof typeof dayOffsets]
    if (dayOffset !== undefined) {
      event.preventDefault()
      wantsFocus.current = true
      props.onGoTo(focused + dayOffset)
    } else if (target.dataset.day && down) {
      event.preventDefault()
      const next = nextCursor(cursor, down)
      setCursor(next)
      setAnnouncement(fullTime(next, viewer))
      target.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest' })
    } else if (target.dataset.day && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      const day = Number(target.dataset.day)
      props.onCreate(day, spanOf(day, cursor, cursor + HOUR))
    }
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    movedByKey.current = null
    const target = event.target as HTMLElement
    const item = target.closest<HTMLElement>('[data-item]')?.dataset.item
    if (item) return props.onOpen(items[Number(item)]!)
    const crowdedDay = target.closest('[data-more]')?.closest<HTMLElement>('[data-day]')
    if (crowdedDay) return props.onMore(Number(crowdedDay.dataset.day))
    if (!target.closest('[data-day]')) return
    const time = wallTimeAt(body.current, event.clientX, event.clientY, 2 * DRAG_STEP_MS)
    if (time === undefined) return
    const day = Math.floor(time / DAY)
    props.onCreate(day, spanOf(day, time - day * DAY, time - day * DAY + HOUR))
  }

  // The gutter shows the hours of the focused day: on other days the offset of the two clocks may differ.
  const instantOf = (wall: number) => instantAt(focused * DAY + wall, viewer.timeZone)
  const noon = instantOf(12 * HOUR)
  const deviceZone = useDeviceZone(viewer.timeZone, noon)
  const first = { minute: initialScrollMinute(items, days), day: focused }
  const { script } = useInitialScroll(scroller, first, deviceZoneScript(viewer.timeZone, noon), props.nonce)
  const columns = days.map((day) => layoutDay(items, day))
  const blocks = columns.flat()
  const crowd = Math.max(1, ...blocks.map(({ columns }) => columns))
  // Printed pages show only the hours that contain events.
  const printedHours = {
    '--since': Math.floor(Math.min(7 * 60, ...blocks.map(({ from }) => from)) / 60),
    '--until': Math.ceil(Math.max(20 * 60, ...blocks.map(({ to }) => to)) / 60),
  }
  // Allows a line break before the offset, for narrow gutters.
  const zoneName = (zone: Zone) => zoneOffsetName(zone, noon, viewer.locale).replace(/(?=[+−])/, '\u200b')
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: arrow keys move between its days, as in an ARIA grid */}
      <div
        className={styles.hours}
        data-view={view}
        data-pans=""
        data-away={deviceZone ?? undefined}
        role="grid"
        aria-label={t(`views.${listedView(view)}`)}
        data-dragging={drag?.item === null ? 'new' : drag?.edge}
        data-converts={drag?.to && drag.to.area !== drag.from.area ? drag.to.area : undefined}
        style={{ '--days': days.length, '--crowd': crowd, ...printedHours } as React.CSSProperties}
        ref={scroller}
        {...handlers}
        // The script below may have made room for a second clock.
        suppressHydrationWarning
      >
        <div className={styles.head}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its days */}
          <div className={styles.row} role="row">
            <span className={`${gutter.gutter} ${gutter.zone}`} aria-hidden="true">
              {deviceZone && <i>{zoneName(deviceZone)}</i>}
              {zoneName(viewer.timeZone)}
            </span>
            {days.map((day) => (
              <DayHead
                key={day}
                day={day}
                isToday={day === today}
                locale={viewer.locale}
                onDay={props.onDay}
              />
            ))}
          </div>
          <AllDayStrip
            {...props}
            days={days}
            indexes={indexes}
            columnAt={(x) => dayAtX(body.current, x)}
            drag={drag}
            onCreateAllDay={createAllDay}
          />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div
          className={`${styles.body} ${styles.row}`}
          data-hours=""
          role="row"
          ref={body}
          onClick={onClick}
          onKeyDown={onKeyDown}
        >
          <div className={`${gutter.gutter} ${gutter.times}`} aria-hidden="true">
            {HOURS.slice(1).map((hour) => (
              <span key={hour} style={{ '--from': hour * 60 } as React.CSSProperties}>
                {deviceZone && <i>{shortTime(wallAt(instantOf(hour * HOUR), deviceZone), viewer)}</i>}
                {shortTime(hour * HOUR, viewer)}
              </span>
            ))}
          </div>
          {days.map((day, column) => (
            <DayColumn
              key={day}
              day={day}
              blocks={columns[column]!}
              indexes={indexes}
              cursor={day === focused ? cursor : null}
              dragged={dragged}
              preview={preview}
              {...props}
            />
          ))}
        </div>
        {script}
      </div>
      {drag?.item && drag.from.area === 'hours' && drag.to?.area === 'days' && (
        <DragGhost
          color={colorOf(drag.item, calendars)}
          drag={drag}
          title={drag.item.title || t('untitled')}
        />
      )}
      <p className="visually-hidden" aria-live="polite">
        {announcement}
      </p>
    </>
  )
}
