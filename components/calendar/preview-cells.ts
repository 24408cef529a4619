import { DAY, type WallMs } from '@/lib/calendar/day'

/** A cell of the grid that a new event is drawn into. */
export interface PreviewCell {
  element: HTMLElement
  day: number
  /** Lane and number of days of a chip; undefined for a block among the hours. */
  lane?: number
  days: number
}

/** Returns the cells of the view on the page that a new event covers; none if the view does not show its days. */
export function findPreviewCells(start: WallMs, end: WallMs, isBar: boolean): PreviewCell[] {
  const main = document.getElementById('main')
  const hasHours = Boolean(main?.querySelector('[data-hours]'))
  const attribute = hasHours && isBar ? 'data-strip' : 'data-day'
  const cells: PreviewCell[] = []
  const last = Math.max(Math.ceil(end / DAY), Math.floor(start / DAY) + 1)
  for (let day = Math.floor(start / DAY); day < last; day++) {
    const selector = `[role="gridcell"][${attribute}="${day}"]`
    // The people view has a cell for each person.
    const element =
      main?.querySelector<HTMLElement>(`${selector}[data-target]`) ??
      main?.querySelector<HTMLElement>(selector)
    if (!element) continue
    const previousCell = cells.at(-1)
    if (hasHours && !isBar) cells.push({ element, day, days: 1 })
    else if (previousCell?.element.parentElement === element.parentElement) previousCell!.days++
    else cells.push({ element, day, lane: 0, days: 1 })
  }
  return cells.map((cell) => (cell.lane === undefined ? cell : { ...cell, lane: freeLane(cell) }))
}

/** Returns the first free lane of a cell; the last lane if all are taken. */
function freeLane({ element, days }: PreviewCell): number {
  const style = getComputedStyle(element)
  const [head, height] = ['--head', '--lane-height'].map((name) =>
    Number.parseFloat(style.getPropertyValue(name)),
  ) as [number, number]
  const cell = element.getBoundingClientRect()
  const isRtl = style.direction === 'rtl'
  const width = cell.width * days
  const [left, right] = isRtl ? [cell.right - width, cell.right] : [cell.left, cell.left + width]
  const occupied = [...element.parentElement!.querySelectorAll('[data-item], [data-more]')]
    .map((other) => other.getBoundingClientRect())
    .filter((other) => other.left < right - 2 && left + 2 < other.right)
  const lanes = Math.max(Math.floor((cell.height - head) / height), 1)
  for (let lane = 0; lane < lanes; lane++) {
    const top = cell.top + head + lane * height
    if (!occupied.some((other) => other.top < top + height / 2 && top + height / 2 < other.bottom))
      return lane
  }
  return lanes - 1
}

/** Part of the window that a sheet with an on-screen keyboard leaves free. */
const ROOM_ABOVE_SHEET = 0.4
const SCROLL_MARGIN_PX = 12

/**
 * Scrolls the hours to a drawn event. Not by `scrollIntoView`, which would also scroll the page.
 *
 * @returns a function that removes the space that was added below the last hour for a sheet
 */
export function scrollToPreview(drawn: HTMLElement): () => void {
  const scroller = drawn.closest<HTMLElement>('[data-pans]')
  if (!scroller) return () => {}
  const [event, frame] = [drawn.getBoundingClientRect(), scroller.getBoundingClientRect()]
  const top = scroller.firstElementChild!.getBoundingClientRect().bottom + SCROLL_MARGIN_PX
  const isSheet = matchMedia('(max-width: 640px)').matches
  const bottom =
    Math.min(frame.bottom, isSheet ? innerHeight * ROOM_ABOVE_SHEET : innerHeight) - SCROLL_MARGIN_PX
  if (isSheet) scroller.style.paddingBlockEnd = `${100 * (1 - ROOM_ABOVE_SHEET)}dvh`
  const down = Math.min(Math.max(event.bottom - bottom, 0), event.top - top)
  const { direction } = getComputedStyle(scroller)
  const gutter = Number.parseFloat(getComputedStyle(scroller).getPropertyValue('--gutter')) || 0
  const left = frame.left + (direction === 'rtl' ? 0 : gutter)
  const right = frame.right - (direction === 'rtl' ? gutter : 0)
  const across = Math.min(event.left - left, 0) || Math.max(event.right - right, 0)
  if (event.top < top || down > 0) scroller.scrollTop += event.top < top ? event.top - top : down
  if (across) scroller.scrollLeft += across
  return () => {
    scroller.style.paddingBlockEnd = ''
  }
}
