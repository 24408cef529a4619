import { toPlainName } from './text'

/** A guest without an account, as typed or pasted. */
export interface TypedGuest {
  email: string
  name: string | null
}

export interface ParsedGuestList {
  /** Each address once, in lower case. */
  guests: TypedGuest[]
  /** Addresses that the text contains several times. */
  repeated: string[]
  /** Entries from which no guest could be parsed. */
  unreadable: string[]
}

const MAX_NAME_LENGTH = 200
const MAX_ADDRESS_LENGTH = 254

/** Entries between commas, semicolons and line ends outside of quotes and angle brackets. */
const ENTRY = /(?:"[^"\r\n]*"|<[^<>\r\n]*>|[^,;\r\n"<]|["<])+/g
/**
 * The addresses that the schema of attendees accepts (zod's `email`): with any letters in the domain, except in its
 * last label.
 */
const ADDRESS =
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+.-]*[a-z0-9_+-]@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*)\.)+[a-z]{2,}$/u

/**
 * Parses a typed or pasted list of guests: addresses with or without names (`Ann <ann@example.org>`), separated by
 * commas, semicolons, lines or spaces.
 */
export function parseGuestList(text: string): ParsedGuestList {
  const guests = new Map<string, TypedGuest>()
  const repeated = new Set<string>()
  const unreadable: string[] = []
  for (const [entry] of text.matchAll(ENTRY)) {
    if (!entry.trim()) continue
    const found = parseEntry(entry.trim())
    if (!found.length) unreadable.push(entry.trim())
    for (const guest of found) {
      const earlier = guests.get(guest.email)
      if (earlier) repeated.add(guest.email)
      guests.set(guest.email, earlier?.name ? earlier : guest)
    }
  }
  return { guests: [...guests.values()], repeated: [...repeated], unreadable }
}

/** Returns the name of a guest as shown: without a name, the part of the address before the @. */
export function guestName({ name, email }: { name: string | null; email: string | null }): string {
  return name || email?.split('@', 1)[0] || '?'
}

function parseEntry(entry: string): TypedGuest[] {
  const [, nameBefore, inBrackets] = /^(.*?)<([^<>]*)>$/.exec(entry) ?? []
  if (inBrackets !== undefined) return parseGuest(inBrackets, nameBefore!)
  const words = entry.split(/\s+/)
  const addresses = words.flatMap((word) => parseGuest(word, ''))
  if (addresses.length === words.length) return addresses
  const last = words.at(-1)!
  return addresses.length === 1 ? parseGuest(last, entry.slice(0, -last.length)) : []
}

function parseGuest(written: string, nameBefore: string): TypedGuest[] {
  const email = written
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
  if (email.length > MAX_ADDRESS_LENGTH || !ADDRESS.test(email)) return []
  const name = toPlainName(nameBefore.replace(/["\\]/g, '')).slice(0, MAX_NAME_LENGTH)
  return [{ email, name: name && name.toLowerCase() !== email ? name : null }]
}
