import { toPlainName } from '@/lib/calendar/text'

/** Longest text of a user in a subject, and in the body of a mail. */
export const MAX_IN_SUBJECT = 40
export const MAX_IN_BODY = 100

/** Characters that would end the quotes that templates put around texts of users. */
const QUOTES = /["“”„‟«»‹›]/g
const SCHEME = /\b[a-z][a-z0-9+.-]*:\/+/gi
/** Full stops that separate labels of a domain (RFC 3490 §3.1), and what makes an address of it. */
const LABEL_DOT = /[.。．｡․](?=[\p{L}\p{N}])/gu
const ADDRESS_SIGN = /[@＠/\\]+/g

/**
 * Returns what a user wrote (a name of a group, calendar or person) as a mail to somebody else may contain it: in one line,
 * shortened, and without links: mail programs make links of addresses and domains that they find in texts.
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
