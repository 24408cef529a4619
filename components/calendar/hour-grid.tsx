'use client'

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { useHydrated } from '@/components/ui/hydrated'
import { DAY } from '@/lib/calendar/day'
import { MINUTES_PER_DAY } from '@/lib/calendar/hours'
import type { GridPosition } from './drag'

/** Returns the day number of the column at or nearest to a horizontal position. */
export function dayAtX(body: HTMLElement | null, x: number): number | undefined {
  let nearest: { day: number; distance: number } | undefined
  for (const column of body?.querySelectorAll<HTMLElement>('[data-day]') ?? []) {
    const { left, right } = column.getBoundingClientRect()
    const distance = Math.max(left - x, x - right, 0)
    if (!nearest || distance < nearest.distance) nearest = { day: Number(column.dataset.day), distance }
  }
  return nearest?.day
}

/** Returns the wall time at a point of the grid, rounded down to a step. */
export function wallTimeAt(body: HTMLElement | null, x: number, y: number, step: number): number | undefined {
  const day = dayAtX(body, x)
  if (!body || day === undefined) return undefined
  const { top, height } = body.getBoundingClientRect()
  const time = Math.floor((((y - top) / height) * DAY) / step) * step
  return day * DAY + Math.min(Math.max(time, 0), DAY - step)
}

/** Returns the position at a point: a day in the all-day strip, a wall time below it, or undefined outside the grid. */
export function gridPositionAt(
  scroller: HTMLElement | null,
  x: number,
  y: number,
  step: number,
): GridPosition | undefined {
  const body = scroller?.querySelector<HTMLElement>('[data-hours]') ?? null
  const strip = scroller?.querySelector<HTMLElement>('[data-all-day]')
  if (!scroller || !strip || !isWithin(scroller.getBoundingClientRect(), x, y)) return undefined
  const { top, bottom } = strip.getBoundingClientRect()
  if (y < top) return undefined
  const at = y < bottom ? dayAtX(body, x) : wallTimeAt(body, x, y, step)
  return at === undefined ? undefined : { area: y < bottom ? 'days' : 'hours', at }
}

function isWithin({ left, right, top, bottom }: DOMRect, x: number, y: number): boolean {
  return left <= x && x <= right && top <= y && y <= bottom
}

/** Distance from the edge at which a pointer scrolls the grid, and the distance per tick. */
const SCROLL_ZONE_PX = 36
const SCROLL_STEP_PX = 6

/** Scrolls the grid while something is dragged near its upper or lower edge. */
export function useEdgeScroll(scroller: RefObject<HTMLElement | null>, isDragging: boolean): void {
  useEffect(() => {
    const element = scroller.current
    if (!isDragging || !element) return
    const { bottom } = element.getBoundingClientRect()
    const top = element.firstElementChild!.getBoundingClientRect().bottom
    let pace = 0
    const onMove = ({ clientY: y }: PointerEvent) => {
      // Over the all-day strip the dragged event becomes all-day, so the hours do not scroll.
      pace =
        y < top || y > bottom
          ? 0
          : y < top + SCROLL_ZONE_PX
            ? -SCROLL_STEP_PX
            : y > bottom - SCROLL_ZONE_PX
              ? SCROLL_STEP_PX
              : 0
    }
    addEventListener('pointermove', onMove)
    const timer = setInterval(() => {
      if (pace) element.scrollTop += pace
    }, 16)
    return () => {
      removeEventListener('pointermove', onMove)
      clearInterval(timer)
    }
  }, [scroller, isDragging])
}

/**
 * Scrolls the grid to a minute of the day. A page from the server scrolls by an inline script while it is parsed, so
 * that nothing moves on hydration; a grid rendered later scrolls before it is painted. `before`: JavaScript that the
 * script runs first, with the scroller as `s`.
 */
export function useInitialScroll(
  scroller: RefObject<HTMLElement | null>,
  { minute, day }: { minute: number; day: number },
  before: string,
  nonce: string | undefined,
): { script: ReactNode } {
  const isHydrated = useHydrated()
  const [first] = useState({ minute, day, isServerRendered: !isHydrated })
  useLayoutEffect(() => {
    const element = scroller.current
    if (first.isServerRendered || !element) return
    const body = element.querySelector<HTMLElement>('[data-hours]')!
    showDay(element, first.day)
    element.scrollTop = (body.offsetHeight * first.minute) / MINUTES_PER_DAY
  }, [scroller, first])
  useEffect(() => {
    if (scroller.current && day !== first.day) showDay(scroller.current, day)
  }, [scroller, first, day])
  if (isHydrated) return { script: null }
  const toDay = `s.querySelector('[data-day="${first.day}"]').scrollIntoView({inline:'start',block:'nearest'})`
  const toMinute = `s.scrollTop=s.querySelector('[data-hours]').offsetHeight*${first.minute}/${MINUTES_PER_DAY}`
  const html = `{const s=document.currentScript.parentElement;${before};${toDay};${toMinute}}`
  // biome-ignore lint/security/noDangerouslySetInnerHtml: numbers only; must run before hydration
  const script = <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />
  return { script }
}

/** Scrolls a day's column into view horizontally. */
function showDay(scroller: HTMLElement, day: number): void {
  const top = scroller.scrollTop
  scroller.querySelector(`[data-day="${day}"]`)?.scrollIntoView({ inline: 'start', block: 'nearest' })
  scroller.scrollTop = top
}
