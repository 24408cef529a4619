import { FLAG, type Range, type Tuple } from './tuple'

/**
 * Tuples as one string, for the way from a server component to a client component: React passes a string as it is,
 * but an array value by value, each quoted twice. One line an event; its title comes last, since only that may hold a
 * space. Times count from the range's first day, in base 36. {@link unpackTuples} reads it.
 */
export function packTuples({ from, tuples }: Pick<Range, 'from' | 'tuples'>): string {
  return tuples
    .map(([id, calendar, flags, start, end, title, color]) => {
      const since = (start - origin(from, flags)).toString(36)
      const lasts = (end - start).toString(36)
      return `${id && packId(id)} ${calendar} ${flags} ${since} ${lasts} ${color} ${escapeLine(title)}`
    })
    .join('\n')
}

export function unpackTuples(from: number, packed: string): Tuple[] {
  if (!packed) return []
  return packed.split('\n').map((line) => {
    const [id, calendar, flags, since, lasts, color] = line.split(' ', 6) as [string, ...string[]]
    const title = line.slice([id, calendar, flags, since, lasts, color].join(' ').length + 1)
    const start = Number.parseInt(since!, 36) + origin(from, Number(flags))
    return [
      id === '0' ? 0 : unpackId(id),
      Number(calendar),
      Number(flags),
      start,
      start + Number.parseInt(lasts!, 36),
      unescapeLine(title),
      color === '0' ? 0 : color!,
    ]
  })
}

function origin(from: number, flags: number): number {
  return flags & FLAG.allDay ? from : from * 86_400
}

const escapeLine = (text: string) => text.replace(/[\\\n]/g, (c) => (c === '\n' ? '\\n' : '\\\\'))
const unescapeLine = (text: string) => text.replace(/\\[\\n]/g, (c) => (c === '\\n' ? '\n' : '\\'))

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A UUID in 22 characters instead of 36: two digits of 6 bits for each three of its hex digits. */
function packId(id: string): string {
  const hex = id.replaceAll('-', '')
  let packed = ''
  for (let at = 0; at < 32; at += 3) {
    const three = Number.parseInt(hex.slice(at, at + 3).padEnd(3, '0'), 16)
    packed += DIGITS[three >> 6]! + DIGITS[three & 63]!
  }
  return packed
}

function unpackId(packed: string): string {
  let hex = ''
  for (let at = 0; at < 22; at += 2) {
    const three = (DIGITS.indexOf(packed[at]!) << 6) + DIGITS.indexOf(packed[at + 1]!)
    hex += three.toString(16).padStart(3, '0')
  }
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)]
  return groups.join('-')
}
