import { paletteColor } from '@/lib/calendar/server/ical/colors'
import type { KnownEvent, OwnFields } from './event'

/** Outlook's colors of categories: `preset0` … `preset24` (learn.microsoft.com/graph/api/resources/outlookcategory). */
const PRESETS = [
  ...[
    'tomato',
    'tangerine',
    'brown',
    'amber',
    'emerald',
    'teal',
    'lime',
    'indigo',
    'violet',
    'pink',
    'slate',
  ],
  ...['slate', 'slate', 'slate', 'slate', 'tomato', 'tangerine', 'brown', 'amber', 'emerald', 'teal', 'lime'],
  ...['indigo', 'violet', 'pink'],
]

/** The categories of a mailbox: colors of Kinday by their names. */
export type Categories = ReadonlyMap<string, string>

/** Returns the categories that have a color. */
export function toCategories(list: readonly { displayName?: string; color?: string }[]): Categories {
  const colors = list.map(({ displayName, color }) => {
    const preset = /^preset(\d{1,2})$/i.exec(color ?? '')?.[1]
    return [displayName, preset === undefined ? undefined : PRESETS[Number(preset)]] as const
  })
  return new Map(colors.filter((entry): entry is [string, string] => Boolean(entry[0] && entry[1])))
}

/** Returns the first category of an event that has a color. */
export function coloredBy(
  names: readonly string[] | undefined,
  categories: Categories,
): KnownEvent['coloredBy'] {
  const category = names?.find((name) => categories.has(name))
  return category === undefined ? undefined : { category, color: categories.get(category)! }
}

/** Returns the color of an event: the one that Kinday wrote, until its category is changed in Outlook. */
export function toColor({ own, coloredBy: category }: KnownEvent): string | null {
  const isCurrent = own?.color && own.color.as === (category?.category ?? null)
  return (isCurrent && paletteColor(own.color!.color)) || category?.color || null
}

/**
 * Returns the categories of an event with another color: adds the category of the mailbox that has it, if there is one,
 * and removes the category of the former color.
 */
export function fromColor(
  color: string | null,
  { categories: names = [], coloredBy: former }: KnownEvent,
  categories: Categories,
): { categories: string[]; color: OwnFields['color'] } {
  const kept = names.filter((name) => name !== former?.category)
  const added = [...categories].find(([, shown]) => shown === color)?.[0]
  // Another category of the event may have a color, too.
  const next = added ? [added, ...kept.filter((name) => name !== added)] : kept
  const shown = coloredBy(next, categories)
  return {
    categories: next,
    color:
      shown?.color === color || (!shown && !color)
        ? undefined
        : { color: color ?? '', as: shown?.category ?? null },
  }
}
