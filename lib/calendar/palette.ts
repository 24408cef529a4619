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

/**
 * Returns a default color for an id: one that is not in `used`, as long as there is one, and for the same arguments
 * always the same. Never slate, which stands for "no color".
 */
export function colorFor(seed: string, used: ReadonlySet<string> = new Set()): Color {
  let hash = 0
  for (const char of seed) hash = (hash * 31 + char.codePointAt(0)!) >>> 0
  const colors = PALETTE.slice(0, -1)
  const unused = colors.filter((color) => !used.has(color))
  const choices = unused.length ? unused : colors
  return choices[hash % choices.length]!
}
