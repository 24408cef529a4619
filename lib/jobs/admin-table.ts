/** Maximum width of the output. */
const MAX_WIDTH = 100
const GAP = '  '

/** Columns that users copy, printed in full. */
const UNTRUNCATED_COLUMNS = ['id', 'email', 'address']

/** Columns with dates without time. */
const DATE_COLUMNS = ['createdAt', 'firstSeen', 'expires']

/** Formats rows as an aligned table for a terminal. Truncates the longest texts if it is too wide. */
export function tableOf(rows: readonly object[], columns: readonly string[]): string {
  const head = columns.map((column) => column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
  const lines = rows.map((row) =>
    columns.map((column) => textOf(column, (row as Record<string, unknown>)[column])),
  )
  const widths = columns.map((_, at) => Math.max(...[head, ...lines].map((line) => widthOf(line[at]!))))
  const truncatable = columns.flatMap((column, at) => (UNTRUNCATED_COLUMNS.includes(column) ? [] : [at]))
  let excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - MAX_WIDTH
  for (; excess > 0 && truncatable.length; excess--) {
    const longest = truncatable.reduce((a, b) => (widths[b]! > widths[a]! ? b : a))
    if (widths[longest]! <= 6) break
    widths[longest]!--
  }
  return [head, ...lines]
    .map((line) =>
      line
        .map((text, at) => fitted(text, widths[at]!))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n')
}

/** Formats a single record as a table, a line for each field. */
export function recordTableOf(record: object): string {
  const facts = Object.entries(record)
  const width = Math.max(...facts.map(([name]) => name.length))
  return facts.map(([name, value]) => `${name.padEnd(width)}${GAP}${textOf(name, value)}`).join('\n')
}

function textOf(column: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object') return Object.values(value).map(String).join(', ')
  const text = String(value).replace(/\s+/g, ' ')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:/.test(text)) return text
  // Formats in the machine's time zone, in one format for every language.
  const [day, time] = new Date(text).toLocaleString('sv-SE').split(' ') as [string, string]
  return DATE_COLUMNS.includes(column) ? day : `${day} ${time.slice(0, 5)}`
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += columnsOf(segment)
  return width
}

function fitted(text: string, width: number): string {
  const textWidth = widthOf(text)
  if (textWidth <= width) return text + ' '.repeat(width - textWidth)
  let cut = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    if (used + columnsOf(segment) > width - 1) break
    cut += segment
    used += columnsOf(segment)
  }
  return `${cut}…${' '.repeat(width - 1 - used)}`
}

/** Terminals show emoji and East Asian characters in two columns. */
function columnsOf(grapheme: string): number {
  return /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
    grapheme,
  )
    ? 2
    : 1
}
