'use client'

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { useAlive } from '@/components/ui/alive'
import { DAY } from '@/lib/calendar/day'
import { MINUTES } from '@/lib/calendar/hours'

/** The day, a day number, whose column lies at or nearest to a place across. */
export function columnAt(body: HTMLElement | null, x: number): number | undefined {
  let nearest: { day: number; far: number } | undefined
  for (const column of body?.querySelectorAll<HTMLElement>('[data-day]') ?? []) {
    const { left, right } = column.getBoundingClientRect()
    const far = Math.max(left - x, x - right, 0)
    if (!nearest || far < nearest.far) nearest = { day: Number(column.dataset.day), far }
  }
  return nearest?.day
}

/** The wall time at a point of the grid, a step's beginning. */
export function momentAt(body: HTMLElement | null, x: number, y: number, step: number): number | undefined {
  const day = columnAt(body, x)
  if (!body || day === undefined) return undefined
  const { top, height } = body.getBoundingClientRect()
  const time = Math.floor((((y - top) / height) * DAY) / step) * step
  return day * DAY + Math.min(Math.max(time, 0), DAY - step)
}

/** How near to the edge a pointer scrolls the grid, in pixels, and how fast. */
const EDGE = 36
const PACE = 6

/** Scrolls the grid while something is carried to its upper or lower edge. `y`: where the pointer is, if it carries. */
export function useEdgeScroll(scroller: RefObject<HTMLElement | null>, y: number | undefined): void {
  useEffect(() => {
    const element = scroller.current
    if (y === undefined || !element) return
    const { bottom } = element.getBoundingClientRect()
    const top = element.firstElementChild!.getBoundingClientRect().bottom
    const pace = y < top + EDGE ? -PACE : y > bottom - EDGE ? PACE : 0
    if (!pace) return
    const timer = setInterval(() => {
      element.scrollTop += pace
    }, 16)
    return () => clearInterval(timer)
  }, [scroller, y])
}

/**
 * The grid begins with a minute of the day in sight. A page from the server scrolls there as it is read, so that nothing
 * jumps when React comes; what is shown later scrolls before it is painted. `before`: what else such a page does first,
 * with the scroller as `s`.
 */
export function useFirstScroll(
  scroller: RefObject<HTMLElement | null>,
  { minute, day }: { minute: number; day: number },
  before: string,
  nonce: string | undefined,
): { script: ReactNode } {
  const alive = useAlive()
  const [first] = useState({ minute, day, rendered: !alive })
  useLayoutEffect(() => {
    const element = scroller.current
    if (first.rendered || !element) return
    const body = element.querySelector<HTMLElement>('.hours-body')!
    showDay(element, first.day)
    element.scrollTop = (body.offsetHeight * first.minute) / MINUTES
  }, [scroller, first])
  useEffect(() => {
    // Where all days have room nothing moves.
    if (scroller.current && day !== first.day) showDay(scroller.current, day)
  }, [scroller, first, day])
  if (alive) return { script: null }
  const toDay = `s.querySelector('[data-day="${first.day}"]').scrollIntoView({inline:'start',block:'nearest'})`
  const toMinute = `s.scrollTop=s.querySelector('.hours-body').offsetHeight*${first.minute}/${MINUTES}`
  const html = `{const s=document.currentScript.parentElement;${before};${toDay};${toMinute}}`
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a few numbers in a text of ours; only a script can scroll before React comes
  const script = <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />
  return { script }
}

/** Brings a day's column into sight across, where not all have room. */
function showDay(scroller: HTMLElement, day: number): void {
  const top = scroller.scrollTop
  scroller.querySelector(`[data-day="${day}"]`)?.scrollIntoView({ inline: 'start', block: 'nearest' })
  scroller.scrollTop = top
}
