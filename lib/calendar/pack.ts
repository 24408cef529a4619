import { dayOf, wallOf } from './day'
import { type RecurrenceId, wallOfId } from './series/recurrence'
import { FLAG, locationOf, type Range, type Tuple } from './tuple'

/** A range for the way from a server component to a client component, see {@link packTuples}. */
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
 * Tuples as one string, for the way from a server component to a client component: React passes a string as it is,
 * but an array value by value, each quoted twice. One line an event; its title comes last, since only that may hold a
 * space. Times count from the range's first day, in base 36. What an earlier line has said is not said again: of an id
 * only what differs from the one before (occurrences of a series follow each other, and what was imported together
 * begins alike), of a title only which line had it first. {@link unpackTuples} reads it.
 */
export function packTuples({ from, tuples }: Pick<Range, 'from' | 'tuples'>): string {
  const titles = new Map<string, number>()
  let before = ''
  const lines = tuples.map(([id, calendar, flags, start, end, title, color, occurrence, also], line) => {
    const since = (start - origin(from, flags)).toString(36)
    const lasts = (end - start).toString(36)
    const which = occurrence && packOccurrence(from, occurrence)
    const packed = id && packId(id)
    const where = also ? [calendar, ...also].join('+') : calendar
    const who = packed && sinceBefore(packed, before)
    before = packed || before
    const first = titles.get(title)
    if (first === undefined) titles.set(title, line)
    const said = title && first !== undefined ? `${AS_IN}${first.toString(36)}` : escapeLine(title)
    return `${who} ${where} ${flags} ${since} ${lasts} ${color || ''} ${which || ''} ${said}`
  })
  return lines.join('\n')
}

export function unpackTuples(from: number, packed: string): Tuple[] {
  if (!packed) return []
  const titles: string[] = []
  let before = ''
  return packed.split('\n').map((line) => {
    const [who, placed, flags, since, lasts, color, which, ...words] = line.split(' ') as [
      string,
      ...string[],
    ]
    const start = Number.parseInt(since!, 36) + origin(from, Number(flags))
    const said = words.join(' ')
    const title = said.startsWith(AS_IN)
      ? titles[Number.parseInt(said.slice(AS_IN.length), 36)]!
      : unescapeLine(said)
    titles.push(title)
    if (who !== '0') before = before.slice(0, Number.parseInt(who[0]!, 36)) + who.slice(1)
    const [calendar, ...also] = placed!.split('+').map(Number)
    const tuple: Tuple = [
      who === '0' ? 0 : unpackId(before),
      calendar!,
      Number(flags),
      start,
      start + Number.parseInt(lasts!, 36),
      title,
      color || 0,
      which ? unpackOccurrence(from, which) : 0,
    ]
    if (also.length) tuple.push(also)
    return tuple
  })
}

/** A line with the number of each tuple's location, then the locations: an id beside each would weigh more than all. */
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

/** The first location of a series stands for occurrences that are not among the tuples. */
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

/** Before the number of the line that has the same title. No title is escaped to this. */
const AS_IN = '~:'

/** A packed id by how many characters it begins with like the one before, in base 36, and the rest. */
function sinceBefore(id: string, before: string): string {
  let alike = 0
  while (alike < before.length && id[alike] === before[alike]) alike++
  return alike.toString(36) + id.slice(alike)
}

function origin(from: number, flags: number): number {
  return flags & FLAG.allDay ? from : from * 86_400
}

/** Days or seconds since the range began, told apart by a sign before them. */
function packOccurrence(from: number, id: RecurrenceId): string {
  const since = wallOfId(id) / 1000 - from * 86_400
  return id.length === 10 ? `@${(since / 86_400).toString(36)}` : `:${since.toString(36)}`
}

function unpackOccurrence(from: number, packed: string): RecurrenceId {
  const since = Number.parseInt(packed.slice(1), 36)
  return packed[0] === '@' ? dayOf(from + since) : wallOf((from * 86_400 + since) * 1000)
}

// Not by backslashes, each of which travels as two.
const escapeLine = (text: string) => text.replace(/[~\n]/g, (c) => (c === '\n' ? '~n' : '~~'))
const unescapeLine = (text: string) => text.replace(/~[~n]/g, (c) => (c === '~n' ? '\n' : '~'))

/** Digits of so many bits each: the character code of each value, and the value of each character code. */
interface Base {
  bits: number
  codes: number[]
  values: Uint8Array
}
const NONE = 255
const HEX = base(4, '0123456789abcdef')
const OURS = base(6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')

function base(bits: number, digits: string): Base {
  const codes = [...digits].map((digit) => digit.charCodeAt(0))
  const values = new Uint8Array(128).fill(NONE)
  codes.forEach((code, value) => {
    values[code] = value
  })
  return { bits, codes, values }
}

/** A UUID in 22 characters instead of 36. */
function packId(id: string): string {
  return recode(id, HEX, OURS)
}

function unpackId(packed: string): string {
  const hex = recode(packed, OURS, HEX)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/**
 * The same bits in other digits; what is no digit is left out. By character codes: a page has hundreds of ids, and
 * strings take three times as long.
 */
function recode(text: string, from: Base, to: Base): string {
  const codes: number[] = []
  const last = to.codes.length - 1
  let held = 0
  let bits = 0
  for (let at = 0; at < text.length; at++) {
    const value = from.values[text.charCodeAt(at)]!
    if (value === NONE) continue
    held = ((held << from.bits) | value) & 0xfff
    for (bits += from.bits; bits >= to.bits; ) {
      bits -= to.bits
      codes.push(to.codes[(held >> bits) & last]!)
    }
  }
  if (bits) codes.push(to.codes[(held << (to.bits - bits)) & last]!)
  return String.fromCharCode(...codes)
}
