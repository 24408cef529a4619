import fc from 'fast-check'
import { expect, it } from 'vitest'
import { overlaps, placeBeside } from './place-beside'

const SIZE = { width: 380, height: 300 }
const WINDOW = { width: 1440, height: 900 }
const box = (left: number, top: number, width = 150, height = 40) => ({
  ...{ left, top, right: left + width, bottom: top + height },
})

it.each([
  ['after the anchor', box(400, 300), false, { left: 560, top: 284 }],
  ['before an anchor at the right edge', box(1200, 300), false, { left: 810, top: 284 }],
  ['before the anchor in right-to-left pages', box(700, 300), true, { left: 310, top: 284 }],
  ['after an anchor at the left edge of right-to-left pages', box(100, 300), true, { left: 260, top: 284 }],
  ['inside the window for an anchor at its lower edge', box(400, 860), false, { left: 560, top: 590 }],
  ['below an anchor over the whole width', box(20, 100, 1400), false, { left: 530, top: 150 }],
  ['above a wide anchor at the lower edge', box(20, 800, 1400), false, { left: 530, top: 490 }],
])('places a popover %s', (_, anchor, isRtl, expected) => {
  expect(placeBeside(anchor, SIZE, WINDOW, isRtl)).toEqual(expected)
})

it('centers a popover without an anchor', () => {
  expect(placeBeside(null, SIZE, WINDOW, false)).toEqual({ left: 530, top: 150 })
})

it('keeps a popover inside the window and off an anchor that leaves room beside it', () => {
  const position = fc.nat(1300)
  fc.assert(
    fc.property(position, position, fc.integer({ min: 40, max: 300 }), fc.boolean(), (x, y, width, isRtl) => {
      const anchor = box(x, y, width)
      const { left, top } = placeBeside(anchor, SIZE, WINDOW, isRtl)
      expect(left >= 10 && left + SIZE.width <= WINDOW.width - 10).toBe(true)
      expect(top >= 10 && top + SIZE.height <= WINDOW.height - 10).toBe(true)
      expect(overlaps(anchor, box(left, top, SIZE.width, SIZE.height))).toBe(false)
    }),
  )
})
