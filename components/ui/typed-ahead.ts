/** Longest time that a dialog may take to appear before the keys go where they would. */
const MAX_HOLD_MS = 10_000

let held: { text: string; release(): void } | null = null

/**
 * Keeps what is typed until the next dialog opens: its script may still be loading when the first letters come. The
 * dialog takes the text with {@link takeTyped}. A press elsewhere ends it too, and Escape, which calls `onEscape`.
 */
export function holdTyped(onEscape: () => void): void {
  held?.release()
  const ended = new AbortController()
  const options = { signal: ended.signal, capture: true }
  const timer = setTimeout(() => hold.release(), MAX_HOLD_MS)
  const hold = {
    text: '',
    release() {
      ended.abort()
      clearTimeout(timer)
      if (held === hold) held = null
    },
  }
  held = hold
  addEventListener('pointerdown', hold.release, options)
  addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') {
        hold.release()
        onEscape()
      } else if (event.key === 'Backspace') hold.text = hold.text.slice(0, -1)
      else if ([...event.key].length === 1) hold.text += event.key
      else return
      event.preventDefault()
      event.stopPropagation()
    },
    options,
  )
}

/** Returns what was typed since {@link holdTyped}, and leaves further keys to the element that has the focus. */
export function takeTyped(): string {
  const text = held?.text ?? ''
  held?.release()
  return text
}

/** Inserts text into a field as if it were typed there. */
export function insertTyped(field: Element | null, text: string): void {
  if (!text || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
