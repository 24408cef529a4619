/**
 * The colours of calendars and events, by name: a theme decides how each looks, so that text on it stays legible
 * in light and dark.
 */
export const PALETTE = [
  'tomato',
  'tangerine',
  'amber',
  'lime',
  'emerald',
  'teal',
  'sky',
  'indigo',
  'violet',
  'pink',
  'brown',
  'slate',
] as const

export type Color = (typeof PALETTE)[number]

/** A colour for what has none yet: the same for the same id, slate left out as the colour of nothing special. */
export function colorFor(seed: string): Color {
  let hash = 0
  for (const char of seed) hash = (hash * 31 + char.codePointAt(0)!) >>> 0
  return PALETTE[hash % (PALETTE.length - 1)]!
}
