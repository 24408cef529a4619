/** Content of a push message, which public/sw-push.js shows. The page that a click opens reads everything else. */
export interface PushMessage {
  title: string
  body: string
  /** Language and direction of the texts. */
  lang: string
  dir: 'ltr' | 'rtl'
  /** A notification replaces a shown one with the same tag. */
  tag: string
  /** The path that a click opens. */
  path: string
  /** Number of unread notifications. */
  badge: number
  /** The event that it is about, by which pages close the notification once it was read. */
  event: string | null
  /** The user. The buttons only work in a session of this user. */
  user: string
  buttons: PushButton[]
}

/** A button of a notification and the commands that it runs, one after another (lib/http/commands.ts). */
export interface PushButton {
  id: string
  title: string
  commands: { name: string; input: object }[]
}

/** Maximum size of a message. Push services accept 4,096 bytes once it is encrypted (RFC 8030 §7.2). */
const MAX_BYTES = 3000

const MAX_TITLE = 120
const MAX_BODY = 300

/** Length of the title of a message that the push service found too large. */
const MAX_SHORT_TITLE = 40

/** Returns a message as JSON, with texts that are short enough. `short`: without text and buttons. */
export function fitMessage(message: PushMessage, size: 'full' | 'short' = 'full'): string {
  const title = truncate(message.title, size === 'full' ? MAX_TITLE : MAX_SHORT_TITLE)
  const short = JSON.stringify({ ...message, title, body: '', buttons: [] })
  if (size === 'short') return short
  const full = JSON.stringify({ ...message, title, body: truncate(message.body, MAX_BODY) })
  return Buffer.byteLength(full) <= MAX_BYTES ? full : short
}

/** Shortens a text between characters, without cutting emoji or combining marks. */
function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  let shown = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (shown.length + segment.length >= max) break
    shown += segment
  }
  return `${shown.trimEnd()}…`
}
