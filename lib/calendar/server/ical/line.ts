/** A content line (RFC 5545 §3.1): name in upper case, parameters by lower-case name, raw value. */
export interface ContentLine {
  name: string
  params: Params
  value: string
  /** Line number in the file, from 1. */
  line: number
}

/** Parameter values in order, with `^n`, `^'` and `^^` decoded (RFC 6868). */
export type Params = ReadonlyMap<string, readonly string[]>

/**
 * Parses an unfolded line in linear time. Accepts common errors: a parameter without value, a quote within a value, an
 * unclosed quote.
 *
 * @returns null if there is no name or no colon
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
    // Appends instead of copying: a line can repeat one parameter a hundred thousand times.
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
 * Repairs a line whose unquoted TZID contains a colon, as Exchange writes `TZID=tzone://Microsoft/Utc` and
 * `TZID=(UTC+01:00) Amsterdam, Berlin`: the TZID ends where the time begins.
 */
export function repairTzid(line: ContentLine): ContentLine {
  const tzid = param(line, 'tzid')
  const at = line.value.lastIndexOf(':')
  if (tzid === null || at < 0 || at > 200 || /^\s*\d{4}/.test(line.value)) return line
  const params = new Map(line.params).set('tzid', [`${tzid}:${line.value.slice(0, at)}`])
  return { ...line, params, value: line.value.slice(at + 1) }
}

/** Formats an unfolded content line: {@link parseLine} reversed. */
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

/** Returns a parameter's values joined by commas, since names with a comma are often unquoted. */
export function param(line: ContentLine, key: string): string | null {
  return line.params.get(key)?.join(',') ?? null
}

/** Decodes the escapes of TEXT (RFC 5545 §3.3.11). Keeps a backslash before other characters. */
export function unescapeText(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char))
}

export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')
}

/**
 * Folds a line into pieces of at most 75 octets without splitting characters (RFC 5545 §3.1), and terminates it.
 * Escapes line breaks and removes control characters, so that no text can inject a line.
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
      // Includes the space that marks a continuation line.
      octets = 1
    }
    octets += size
    at += code > 0xffff ? 2 : 1
  }
  return `${folded}${text.slice(start)}\r\n`
}

/** Names as in RFC 5545 §3.1, plus underscore and full stop, which some programs use. */
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
      // Text between the closing quote and the delimiter belongs to the value.
      const trailing = text.slice(close + 1, end === -1 ? text.length : end)
      return {
        text: decodeCarets(text.slice(from + 1, close) + trailing),
        end: end === -1 ? text.length : end,
      }
    }
  }
  const end = find(PARAM_END, text, from)
  return {
    text: decodeCarets(text.slice(from, end === -1 ? text.length : end)),
    end: end === -1 ? text.length : end,
  }
}

function decodeCarets(value: string): string {
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
