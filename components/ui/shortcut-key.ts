/** The properties of a key event that identify its key. */
type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'repeat'
>

/** Letters and marks of a script other than Latin. A key may write two letters, like B on the Arabic layout. */
const OTHER_SCRIPT = /^[^\p{Script=Latin}]+$/u
const LETTERS = /^[\p{L}\p{M}]+$/u

/**
 * Returns the shortcut that a key press means: a small Latin letter, `?` or `/`; undefined for none. Uses the letter
 * that the layout writes, regardless of Caps Lock, or for other scripts the letter at that position of the US layout.
 */
export function shortcutKey(event: Key): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return undefined
  if (event.key === '?' || event.key === '؟') return '?'
  // On several layouts a slash is typed with Shift.
  if (event.key === '/') return '/'
  if (event.shiftKey) return undefined
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase()
  if (!OTHER_SCRIPT.test(event.key) || !LETTERS.test(event.key)) return undefined
  return event.code === 'Slash' ? '/' : /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase()
}
