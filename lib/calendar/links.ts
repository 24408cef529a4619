/** A part of a text; `href` is set for a web, e-mail or phone address. */
export interface TextPart {
  text: string
  href?: string
}

/**
 * Splits a text at its addresses: `https://…`, `www.…` and e-mail addresses. Punctuation and unpaired brackets after an
 * address are not part of it.
 */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(match[0])
    const href = hrefOf(address)
    if (!href) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: address, href })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** A link of an event outside its texts: URL, video or phone conference, attachment. */
export interface EventLink {
  /** `video`: joins a video conference; `conference`: other ways to join, such as a phone number. */
  kind: 'url' | 'video' | 'conference' | 'attachment'
  href: string
  /** Text of the link, if the file has one. */
  label: string | null
  /** Media type of an attachment (FMTTYPE), if known. */
  type: string | null
}

/**
 * Returns the links among an event's unknown iCalendar properties, each address once, by kind: URL (RFC 5545 §3.8.4.6),
 * CONFERENCE (RFC 7986 §5.11) and its vendor forms, ATTACH with a web address (RFC 5545 §3.8.1.1).
 *
 * @param properties jCal properties (RFC 7265 §3.4); anything else is ignored
 */
export function eventLinks(properties: readonly unknown[]): EventLink[] {
  const links = new Map<string, EventLink>()
  for (const property of properties) {
    if (!Array.isArray(property)) continue
    const [name, parameters, , value] = property
    const kind = typeof name === 'string' && LINK_KINDS[name.toLowerCase()]
    const href = typeof value === 'string' && safeHref(value)
    if (!kind || !href || links.has(href)) continue
    const label = labelIn(parameters)
    const { feature, fmttype } = Object(parameters)
    const isVideo = kind === 'conference' && isVideoLink(href, feature)
    const type = typeof fmttype === 'string' ? fmttype.toLowerCase().slice(0, 127) : null
    links.set(href, { kind: isVideo ? 'video' : kind, href, label, type })
    if (links.size === MAX_LINKS) break
  }
  return [...links.values()].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind))
}

/** Returns the address of a map page or app for a location. @param platform `navigator.platform` or user agent */
export function mapLink(location: string, platform: string): string {
  const query = encodeURIComponent(location)
  if (/iPhone|iPad|Mac/.test(platform)) return `https://maps.apple.com/?q=${query}`
  if (/Android/.test(platform)) return `geo:0,0?q=${query}`
  return `https://www.openstreetmap.org/search?query=${query}`
}

const MAX_LINKS = 40

const KIND_ORDER: EventLink['kind'][] = ['url', 'video', 'conference', 'attachment']

/** FEATURE (RFC 7986 §6.3) says what a conference is; without one, a web address is a video link. */
function isVideoLink(href: string, feature: unknown): boolean {
  if (!/^https?:/.test(href)) return false
  const features = [feature].flat().filter((name) => typeof name === 'string')
  return !features.length || features.some((name) => /\bvideo\b/i.test(name))
}

const LINK_KINDS: Record<string, 'url' | 'conference' | 'attachment'> = {
  url: 'url',
  conference: 'conference',
  'x-google-conference': 'conference',
  'x-microsoft-skypeteamsmeetingurl': 'conference',
  'x-microsoft-onlinemeetingconflink': 'conference',
  attach: 'attachment',
}

const ADDRESS =
  /\bhttps?:\/\/[^\s<>"\u3001\u3002\uff0c]+|\bwww\.[^\s<>"/]+\.[^\s<>"]+|\b[\w.+%-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu

function hrefOf(address: string): string | null {
  if (/^www\./i.test(address)) return safeHref(`https://${address}`)
  return safeHref(address.includes('://') ? address : `mailto:${address}`)
}

/**
 * Returns whether a text is a web or e-mail address that is safe as a link: never `javascript:`, `data:` or `file:`.
 */
export function isWebLink(text: string): boolean {
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false
  return ['http:', 'https:', 'mailto:'].includes(new URL(text).protocol)
}

/** Returns the address if its scheme is safe: never `javascript:`, `data:` or `file:`. */
function safeHref(address: string): string | null {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null
  return url && ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null
}

function withoutPunctuation(address: string): string {
  const brackets = { '(': 0, ')': 0, '[': 0, ']': 0, '{': 0, '}': 0 }
  for (const character of address) if (character in brackets) brackets[character as Bracket]++
  let end = address.length
  for (; end > 0; end--) {
    const last = address[end - 1]!
    if (/[.,;:!?'"*_»”’…]/.test(last)) continue
    const open = OPENING[last]
    if (!open || brackets[open] >= brackets[last as Bracket]) break
    brackets[last as Bracket]--
  }
  return address.slice(0, end)
}

type Bracket = '(' | ')' | '[' | ']' | '{' | '}'

const OPENING: Record<string, Bracket> = { ')': '(', ']': '[', '}': '{' }

function labelIn(parameters: unknown): string | null {
  const { label, filename } = Object(parameters)
  const text = label ?? filename
  return typeof text === 'string' && text.trim() ? text.trim().slice(0, 200) : null
}
