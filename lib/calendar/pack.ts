import { dayOf, wallOf } from './day'
import { packId, unpackId } from './pack-id'
import { type RecurrenceId, wallOfId } from './series/recurrence'
import { FLAG, locationOf, type Range, type Tuple } from './tuple'

/** A range serialized for passing from a server component to a client component, see {@link packTuples}. */
export type PackedRange = Omit<Range, 'tuples' | 'locations'> & { tuples: string; locations?: string }

export function packRange(range: Range): PackedRange {
  const { tuples, locations, ...rest } = range
  return {
    ...rest,
    tuples: packTuples(range),
    ...(locations && { locations: packLocations(tuples, locations) }),
  }
}

export function unpackRange({ tuples: packed, locations, ...rest }: PackedRange): Range {
  const tuples = unpackTuples(rest.from, packed)
  return {
    ...rest,
    tuples,
    ...(locations !== undefined && { locations: unpackLocations(tuples, locations) }),
  }
}

/**
 * Serializes tuples to one string for passing to a client component: React passes a string unchanged, but quotes each
 * value of an array twice. Each event is a line with the title at its end, since only titles can contain spaces. Times
 * are relative to the range's first day, in base 36. Repeated values are omitted: an id shares its prefix with the
 * previous line (occurrences of a series are adjacent, and ids of one import start alike), and a repeated title refers
 * to the line that had it first. {@link unpackTuples} parses it.
 */
export function packTuples({ from, tuples }: Pick<Range, 'from' | 'tuples'>): string {
  const titles = new Map<string, number>()
  let before = ''
  const lines = tuples.map(([id, calendar, flags, start, end, title, color, occurrence, also], line) => {
    const startText = (start - origin(from, flags)).toString(36)
    const durationText = (end - start).toString(36)
    const occurrenceText = occurrence && packOccurrence(from, occurrence)
    const packed = id && packId(id)
    const calendars = also ? [calendar, ...also].join('+') : calendar
    const idText = packed && withoutSharedPrefix(packed, before)
    before = packed || before
    const first = titles.get(title)
    if (first === undefined) titles.set(title, line)
    const titleText = title && first !== undefined ? `${SAME_TITLE}${first.toString(36)}` : escapeLine(title)
    return `${idText} ${calendars} ${flags} ${startText} ${durationText} ${color || ''} ${occurrenceText || ''} ${titleText}`
  })
  return lines.join('\n')
}

export function unpackTuples(from: number, packed: string): Tuple[] {
  if (!packed) return []
  const titles: string[] = []
  let before = ''
  return packed.split('\n').map((line) => {
    const [idText, calendars, flags, startText, durationText, color, occurrenceText, ...words] = line.split(
      ' ',
    ) as [string, ...string[]]
    const start = Number.parseInt(startText!, 36) + origin(from, Number(flags))
    const titleText = words.join(' ')
    const title = titleText.startsWith(SAME_TITLE)
      ? titles[Number.parseInt(titleText.slice(SAME_TITLE.length), 36)]!
      : unescapeLine(titleText)
    titles.push(title)
    if (idText !== '0') before = before.slice(0, Number.parseInt(idText[0]!, 36)) + idText.slice(1)
    const [calendar, ...also] = calendars!.split('+').map(Number)
    const tuple: Tuple = [
      idText === '0' ? 0 : unpackId(before),
      calendar!,
      Number(flags),
      start,
      start + Number.parseInt(durationText!, 36),
      title,
      color || 0,
      occurrenceText ? unpackOccurrence(from, occurrenceText) : 0,
    ]
    if (also.length) tuple.push(also)
    return tuple
  })
}

/** Serializes a line with each tuple's location number, then the locations. Ids beside each would take more space. */
function packLocations(tuples: readonly Tuple[], locations: NonNullable<Range['locations']>): string {
  const numbers = new Map([['', 0]])
  const line = tuples.map((tuple) => {
    const text = locationOf(tuple, locations) ?? ''
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number.toString(36)
  })
  return [line.join(' '), ...[...numbers.keys()].slice(1).map(escapeLine)].join('\n')
}

/** Parses locations. The first location of a series also applies to its occurrences outside the tuples. */
function unpackLocations(tuples: readonly Tuple[], packed: string): Record<string, string> {
  const [line = '', ...texts] = packed.split('\n')
  const numbers = line.split(' ')
  const locations: Record<string, string> = {}
  for (const [index, [id, , , , , , , occurrence]] of tuples.entries()) {
    const number = Number.parseInt(numbers[index]!, 36)
    const text = number ? unescapeLine(texts[number - 1]!) : ''
    if (!id) continue
    locations[id] ??= text
    if (text !== locations[id]) locations[`${id} ${occurrence}`] = text
  }
  return locations
}

/** Prefix of a line number that refers to an equal title. Escaping never produces it. */
const SAME_TITLE = '~:'

/** Returns the length of the prefix shared with the previous id, in base 36, and the rest of the id. */
function withoutSharedPrefix(id: string, before: string): string {
  let alike = 0
  while (alike < before.length && id[alike] === before[alike]) alike++
  return alike.toString(36) + id.slice(alike)
}

function origin(from: number, flags: number): number {
  return flags & FLAG.allDay ? from : from * 86_400
}

/** Serializes a recurrence id as days (`@`) or seconds (`:`) since the start of the range. */
function packOccurrence(from: number, id: RecurrenceId): string {
  const offset = wallOfId(id) / 1000 - from * 86_400
  return id.length === 10 ? `@${(offset / 86_400).toString(36)}` : `:${offset.toString(36)}`
}

function unpackOccurrence(from: number, packed: string): RecurrenceId {
  const offset = Number.parseInt(packed.slice(1), 36)
  return packed[0] === '@' ? dayOf(from + offset) : wallOf((from * 86_400 + offset) * 1000)
}

// Does not use backslashes, because React escapes each of them.
const escapeLine = (text: string) => text.replace(/[~\n]/g, (c) => (c === '\n' ? '~n' : '~~'))
const unescapeLine = (text: string) => text.replace(/~[~n]/g, (c) => (c === '~n' ? '\n' : '~'))
