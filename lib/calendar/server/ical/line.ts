/** A content line (RFC 5545 §3.1): name in capitals, parameters by name in small letters, the value as written. */
export interface ContentLine {
  name: string
  params: Params
  value: string
  /** Where it stands in the file, counted from 1. */
  line: number
}

/** Parameter values in order, `^n`, `^'` and `^^` undone (RFC 6868). */
export type Params = ReadonlyMap<string, readonly string[]>

/**
 * Reads an unfolded line. Tolerant of what is met in the wild: a parameter without value, a quote in the middle of
 * one, a quote that is never closed. Linear in its length.
 *
 * @returns null where there is no name or no colon
 */
export function parseLine(text: string, line: number): ContentLine | null {
  const name = NAME.exec(text)?.[0]
  if (!name) return null
  let at = name.length
  if (text[at] === ':') return { name: name.toUpperCase(), params: NONE, value: text.slice(at + 1), line }
  const params = new Map<string, string[]>()
  while (text[at] === ';') {
    const end = find(PARAM_NAME_END, text, at + 1)
    if (end === -1) return null
    const key = text
      .slice(at + 1, end)
      .trim()
      .toLowerCase()
    // Added to, never copied: a line may have a hundred thousand of one name.
    const values = params.get(key) ?? []
    at = end
    if (text[at] !== '=') values.push('')
    else {
      do {
        const value = parseParam(text, at + 1)
        values.push(value.text)
        at = value.end
      } while (text[at] === ',')
    }
    if (key) params.set(key, values)
  }
  return text[at] === ':' ? { name: name.toUpperCase(), params, value: text.slice(at + 1), line } : null
}

/**
 * A line whose TZID has a colon and no quotes, as Exchange writes `TZID=tzone://Microsoft/Utc` and
 * `TZID=(UTC+01:00) Amsterdam, Berlin`: its name ends where the time begins.
 */
export function withWholeZone(line: ContentLine): ContentLine {
  const tzid = param(line, 'tzid')
  const at = line.value.lastIndexOf(':')
  if (tzid === null || at < 0 || at > 200 || /^\s*\d{4}/.test(line.value)) return line
  const params = new Map(line.params).set('tzid', [`${tzid}:${line.value.slice(0, at)}`])
  return { ...line, params, value: line.value.slice(at + 1) }
}

/** The line that {@link parseLine} reads as these, unfolded. */
export function formatLine(
  name: string,
  params: Iterable<readonly [string, string | readonly string[]]>,
  value: string,
): string {
  let line = name.toUpperCase()
  for (const [key, values] of params) {
    const list = typeof values === 'string' ? [values] : values
    line += `;${key.toUpperCase()}=${list.map(formatParam).join(',')}`
  }
  return `${line}:${value}`
}

/** A parameter's value; several of them as one text, since names with a comma are often written without quotes. */
export function param(line: ContentLine, key: string): string | null {
  return line.params.get(key)?.join(',') ?? null
}

/** Undoes TEXT's escapes (RFC 5545 §3.3.11); a backslash before anything else stays. */
export function unescapeText(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char))
}

export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')
}

/**
 * The line as a file has it: cut into pieces of at most 75 octets without cutting a character (RFC 5545 §3.1), with its
 * line end. Line ends and control characters within it are made harmless, so that no text can add a line.
 */
export function fold(line: string): string {
  const text = line.replace(/\r\n?|\n/g, '\\n').replace(FORBIDDEN, '')
  if (text.length <= 75 && !BEYOND_ASCII.test(text)) return `${text}\r\n`
  let folded = ''
  let start = 0
  let octets = 0
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (octets + size > 75) {
      folded += `${text.slice(start, at)}\r\n `
      start = at
      // The space that marks the continuation counts.
      octets = 1
    }
    octets += size
    at += code > 0xffff ? 2 : 1
  }
  return `${folded}${text.slice(start)}\r\n`
}

/** Names as RFC 5545 §3.1 has them, and the underscore and full stop that some programs use. */
const NAME = /^[A-Za-z0-9_.-]+(?=[;:])/
const PARAM_NAME_END = /[=;:]/g
const PARAM_END = /[,;:]/g
const FORBIDDEN = /(?!\t)[\p{Cc}\p{Cs}]/gu
const BEYOND_ASCII = /[^ -~\t]/
const NONE: Params = new Map()

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? -1
}

function parseParam(text: string, from: number): { text: string; end: number } {
  if (text[from] === '"') {
    const close = text.indexOf('"', from + 1)
    if (close !== -1) {
      const end = find(PARAM_END, text, close + 1)
      // What stands between the closing quote and the delimiter belongs to the value.
      const rest = text.slice(close + 1, end === -1 ? text.length : end)
      return { text: undo(text.slice(from + 1, close) + rest), end: end === -1 ? text.length : end }
    }
  }
  const end = find(PARAM_END, text, from)
  return { text: undo(text.slice(from, end === -1 ? text.length : end)), end: end === -1 ? text.length : end }
}

function undo(value: string): string {
  if (!value.includes('^')) return value
  return value.replace(/\^([n'^])/g, (_, char: string) => (char === 'n' ? '\n' : char === "'" ? '"' : '^'))
}

function formatParam(value: string): string {
  const text = value
    .replace(/\^/g, '^^')
    .replace(/\r\n?|\n/g, '^n')
    .replace(/"/g, "^'")
  return /[,;:]/.test(text) ? `"${text}"` : text
}
