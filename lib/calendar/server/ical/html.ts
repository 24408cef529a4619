import { Parser } from 'htmlparser2'

/**
 * Returns whether a text is HTML, as Google and Outlook write it into DESCRIPTION, rather than plain text that contains
 * `<`.
 */
export function isHtml(text: string): boolean {
  return BLOCK_TAG.test(text) || (INLINE_TAG.test(text) && text.includes('</'))
}

/**
 * Converts an HTML fragment to text: blocks and list items on separate lines, links followed by their URL if it
 * differs from their text. Keeps line feeds if there are no block tags, as in Google's descriptions.
 */
export function htmlToText(html: string): string {
  const keepsLines = !BLOCK_TAG.test(html)
  const out = new TextParts()
  let skippedDepth = 0
  // Links do not nest; a second link closes the first.
  let link: Link | undefined
  const parser = new Parser({
    onopentag(name, attributes) {
      if (SKIPPED_TAGS.has(name)) skippedDepth++
      else if (name === 'br') out.add('\n')
      else if (name === 'li') out.startLine('• ')
      else if (BLOCKS.has(name)) out.startLine()
      else if (name === 'td' || name === 'th') out.addSpace()
      else if (name === 'a') link = { href: attributes.href ?? '', from: out.count }
    },
    ontext(text) {
      if (skippedDepth) return
      out.addWords(keepsLines ? text : text.replace(/[ \t\r\n]+/g, ' '))
    },
    onclosetag(name) {
      if (SKIPPED_TAGS.has(name)) skippedDepth = Math.max(0, skippedDepth - 1)
      else if (BLOCKS.has(name) || name === 'li') out.startLine(PARAGRAPHS.has(name) ? '\n' : '')
      else if (name === 'a' && link) {
        out.add(linkSuffix(link, out))
        link = undefined
      }
    },
  })
  parser.end(html.slice(0, MAX_LENGTH))
  return (
    out
      .since(0)
      // The lookbehind keeps this linear in long runs of spaces.
      .replace(/(?<![ \t\u00a0])[ \t\u00a0]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

/** A text builder with constant-time access to the last character. */
class TextParts {
  private readonly parts: string[] = []

  get count(): number {
    return this.parts.length
  }

  since(from: number): string {
    return this.parts.slice(from).join('')
  }

  add(part: string): void {
    if (part) this.parts.push(part)
  }

  /** Adds text without doubling the space before it. */
  addWords(text: string): void {
    this.add(this.endsWith(/^$|\s$/) ? text.replace(/^[ \t]+/, '') : text)
  }

  addSpace(): void {
    if (!this.endsWith(/^$|\s$/)) this.add(' ')
  }

  /** Starts a new line with `start`, unless at the start of a line. */
  startLine(start = ''): void {
    if (!this.endsWith(/^$|\n$/)) this.add('\n')
    this.add(start)
  }

  private endsWith(pattern: RegExp): boolean {
    return pattern.test((this.parts.at(-1) ?? '').slice(-1))
  }
}

/** Maximum length of HTML that is converted; the rest is ignored. The longest stored description is shorter. */
const MAX_LENGTH = 100_000

const BLOCK_TAG = /<\/?(?:br|p|div|ul|ol|li|table|tr|td|h[1-6]|html|body|blockquote|pre|hr)\b[^<>]{0,2000}>/i
const INLINE_TAG = /<(?:a|b|i|u|s|em|strong|span|font|small|code)(?:\s[^<>]{0,2000})?>/i

const BLOCKS = new Set(
  'p div ul ol table tr h1 h2 h3 h4 h5 h6 blockquote pre hr section article header footer'.split(' '),
)
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre'.split(' '))
const SKIPPED_TAGS = new Set(['script', 'style', 'head', 'title', 'noscript', 'template'])

interface Link {
  href: string
  /** Number of text parts before the link's text. */
  from: number
}

/** Returns ` (https://…)` for a link whose text differs from its URL, otherwise nothing. */
function linkSuffix(link: Link, out: TextParts): string {
  if (!/^(?:https?|mailto|tel):/i.test(link.href)) return ''
  const shown = out.since(link.from).trim()
  const bare = link.href.replace(/^(?:mailto|tel):/i, '')
  return [link.href, bare, link.href.replace(/\/$/, '')].includes(shown) ? '' : ` (${bare})`
}
