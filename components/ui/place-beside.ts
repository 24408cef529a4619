export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const GAP_PX = 10
/** Distance from the edges of the window. */
const MARGIN_PX = 10
/** Distance from the top of a popover down to the top of the anchor, so that the popover's title is level with it. */
const LIFT_PX = 16

/**
 * Places a popover beside an anchor: after it in reading direction, else before it, else below or above. Without room
 * on any side, the popover covers the anchor rather than leave the window. Without an anchor it is centered in the
 * upper half.
 */
export function placeBeside(
  anchor: Box | null,
  size: { width: number; height: number },
  window: { width: number; height: number },
  isRtl: boolean,
): { left: number; top: number } {
  const maxLeft = window.width - size.width - MARGIN_PX
  const maxTop = window.height - size.height - MARGIN_PX
  const clamp = (value: number, max: number) => Math.max(Math.min(value, max), MARGIN_PX)
  if (!anchor) {
    const [left, top] = [(window.width - size.width) / 2, (window.height - size.height) / 4]
    return { left: clamp(left, maxLeft), top: clamp(top, maxTop) }
  }
  // The left edge of the popover on either side of the anchor.
  const toTheRight = anchor.right + GAP_PX
  const toTheLeft = anchor.left - GAP_PX - size.width
  const beside = (isRtl ? [toTheLeft, toTheRight] : [toTheRight, toTheLeft]).find(
    (x) => x >= MARGIN_PX && x <= maxLeft,
  )
  if (beside !== undefined) return { left: beside, top: clamp(anchor.top - LIFT_PX, maxTop) }
  const below = anchor.bottom + GAP_PX
  const above = anchor.top - GAP_PX - size.height
  const middle = (anchor.left + anchor.right - size.width) / 2
  return {
    left: clamp(middle, maxLeft),
    top: clamp(below > maxTop && above >= MARGIN_PX ? above : below, maxTop),
  }
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
