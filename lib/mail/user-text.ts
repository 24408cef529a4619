import { toPlainName } from '@/lib/calendar/text'

/** Maximum length of a user's text in a subject and in the body of a mail. */
export const MAX_IN_SUBJECT = 40
export const MAX_IN_BODY = 100

/** Characters that would close the quotes that templates put around texts of users. */
const QUOTES = /["“”„‟«»‹›]/g
const SCHEME = /\b[a-z][a-z0-9+.-]*:\/+/gi

/** Separators of domain labels (RFC 3490 §3.1). */
const LABEL_DOT = /[.。．｡․](?=[\p{L}\p{N}])/gu
/** Separators in URLs and e-mail addresses. */
const ADDRESS_SIGN = /[@＠/\\]+/g

/**
 * Returns a user's text (the name of a group, calendar or person) for a mail to another person: in one line,
 * shortened, and without links, since mail programs turn addresses and domains in texts into links.
 */
export function userText(text: string, max: number): string {
  const plain = toPlainName(text)
    .replace(QUOTES, '')
    .replace(SCHEME, ' ')
    .replace(ADDRESS_SIGN, ' ')
    .replace(LABEL_DOT, '. ')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...new Intl.Segmenter().segment(plain)].map(({ segment }) => segment)
  return letters.length <= max
    ? plain
    : `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}
