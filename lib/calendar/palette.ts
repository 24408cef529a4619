/**
 * Names of the colors of calendars and events. The theme defines their values, so that text stays legible
 * in light and dark mode.
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

/** Returns a default color for an id, always the same one. Never slate, which stands for "no color". */
export function colorFor(seed: string): Color {
  let hash = 0
  for (const char of seed) hash = (hash * 31 + char.codePointAt(0)!) >>> 0
  return PALETTE[hash % (PALETTE.length - 1)]!
}
