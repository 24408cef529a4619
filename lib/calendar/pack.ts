import { dayOf, wallOf } from './day'
import { packId, unpackId } from './pack-id'
import { type RecurrenceId, wallOfId } from './series/recurrence'
import { FLAG, locationOf, type Range, type Tuple } from './tuple'

/** A range serialized for passing from a server component to a client component, see {@link packTuples}. */
export type PackedRange = Omit<Range, 'tuples' | 'locations'> & { tuples: string; locations?: string }

export function packRange(range: Range): PackedRange {
  const { tuples, locations, ...otherFields } = range
  return {
    ...otherFields,
    tuples: packTuples(range),
    ...(locations && { locations: packLocations(tuples, locations) }),
  }
}

export function unpackRange({ tuples: packed, locations, ...otherFields }: PackedRange): Range {
  const tuples = unpackTuples(otherFields.from, packed)
  return {
    ...otherFields,
    tuples,
    ...(locations !== undefined && { locations: unpackLocations(tuples, locations) }),
  }
}

/**
 * Serializes tuples to one string for passing to a client component: React passes a string unchanged, but quotes each
 * value of an array twice. Each event is a line with the title at its end, since only titles can contain spaces.
 * Numbers are in base 36. Values that adjacent events share are omitted: an id shares its prefix with the previous line
 * (occurrences of a series are adjacent, and ids of one import start alike), a start is relative to the previous one,
 * an equal duration or title is left out, and an earlier title is referred to by its line. {@link unpackTuples} parses
 * it.
 */
export function packTuples({ from, tuples }: Pick<Range, 'from' | 'tuples'>): string {
  const titles = new Map<string, number>()
  const previous = { id: '', start: from * DAY_SECONDS, duration: '', title: undefined as string | undefined }
  const lines = tuples.map(
    ([id, calendar, flags, start, end, title, color, occurrence, otherCalendars], line) => {
      const isAllDay = flags & FLAG.allDay
      const startText = isAllDay ? (start - from).toString(36) : packSeconds(start - previous.start)
      if (!isAllDay) previous.start = start
      const duration = isAllDay ? (end - start).toString(36) : packSeconds(end - start)
      const durationText = duration === previous.duration ? '' : duration
      previous.duration = duration
      const occurrenceText = occurrence && packOccurrence(from, occurrence)
      const packed = id && packId(id)
      const calendars = otherCalendars ? [calendar, ...otherCalendars].join('+') : calendar
      const idText = packed && withoutSharedPrefix(packed, previous.id)
      previous.id = packed || previous.id
      const firstLine = titles.get(title)
      if (firstLine === undefined) titles.set(title, line)
      const isRepeated = title === previous.title
      const titleText =
        firstLine === undefined ? escapeLine(title) || UNTITLED : `${LINE}${firstLine.toString(36)}`
      previous.title = title
      return `${idText} ${calendars} ${flags} ${startText} ${durationText} ${color || ''} ${occurrenceText || ''} ${isRepeated ? '' : titleText}`
    },
  )
  return lines.join('\n')
}

export function unpackTuples(from: number, packed: string): Tuple[] {
  if (!packed) return []
  const titles: string[] = []
  const previous = { id: '', start: from * DAY_SECONDS, duration: '' }
  return packed.split('\n').map((line) => {
    const [idText, calendars, flagsText, startText, durationText, color, occurrenceText, ...words] =
      line.split(' ') as [string, ...string[]]
    const flags = Number(flagsText)
    const isAllDay = flags & FLAG.allDay
    const start = isAllDay
      ? from + Number.parseInt(startText!, 36)
      : previous.start + unpackSeconds(startText!)
    if (!isAllDay) previous.start = start
    const duration = durationText || previous.duration
    previous.duration = duration
    const title = unpackTitle(words.join(' '), titles)
    titles.push(title)
    if (idText !== '0') previous.id = previous.id.slice(0, Number.parseInt(idText[0]!, 36)) + idText.slice(1)
    const [calendar, ...otherCalendars] = calendars!.split('+').map(Number)
    const tuple: Tuple = [
      idText === '0' ? 0 : unpackId(previous.id),
      calendar!,
      flags,
      start,
      start + (isAllDay ? Number.parseInt(duration, 36) : unpackSeconds(duration)),
      title,
      color || 0,
      occurrenceText ? unpackOccurrence(from, occurrenceText) : 0,
    ]
    if (otherCalendars.length) tuple.push(otherCalendars)
    return tuple
  })
}

/** Serializes seconds: whole minutes as minutes, other values as seconds with the prefix `.`. */
function packSeconds(seconds: number): string {
  return seconds % 60 ? `.${seconds.toString(36)}` : (seconds / 60).toString(36)
}

function unpackSeconds(packed: string): number {
  return packed[0] === '.' ? Number.parseInt(packed.slice(1), 36) : Number.parseInt(packed, 36) * 60
}

function unpackTitle(packed: string, titles: readonly string[]): string {
  if (!packed) return titles.at(-1)!
  if (packed === UNTITLED) return ''
  return packed.startsWith(LINE)
    ? titles[Number.parseInt(packed.slice(LINE.length), 36)]!
    : unescapeLine(packed)
}

/** Serializes a line with each tuple's location number, then the locations. This is shorter than repeating the ids. */
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

/** An empty title, and the prefix of the number of a line with an equal title. Escaping never produces them. */
const UNTITLED = '~'
const LINE = '~:'

const DAY_SECONDS = 86_400

/** Returns the length of the prefix shared with the previous id, in base 36, and the rest of the id. */
function withoutSharedPrefix(id: string, previousId: string): string {
  let shared = 0
  while (shared < previousId.length && id[shared] === previousId[shared]) shared++
  return shared.toString(36) + id.slice(shared)
}

/** Serializes a recurrence id as days (`@`) or seconds (`:`) since the start of the range. */
function packOccurrence(from: number, id: RecurrenceId): string {
  const offset = wallOfId(id) / 1000 - from * DAY_SECONDS
  return id.length === 10 ? `@${(offset / DAY_SECONDS).toString(36)}` : `:${offset.toString(36)}`
}

function unpackOccurrence(from: number, packed: string): RecurrenceId {
  const offset = Number.parseInt(packed.slice(1), 36)
  return packed[0] === '@' ? dayOf(from + offset) : wallOf((from * DAY_SECONDS + offset) * 1000)
}

// Does not use backslashes, because React escapes each of them.
const escapeLine = (text: string) => text.replace(/[~\n]/g, (c) => (c === '\n' ? '~n' : '~~'))
const unescapeLine = (text: string) => text.replace(/~[~n]/g, (c) => (c === '~n' ? '\n' : '~'))
