/** Maximum time for which keystrokes are buffered if no dialog opens. */
const MAX_BUFFERING_MS = 10_000

let buffer: { text: string; end(): void } | null = null

/**
 * Buffers keystrokes until the next dialog opens, since its script may still be loading. The dialog takes the text with
 * {@link takeBufferedText}. A pointer press or Escape ends the buffering; Escape also calls `onEscape`.
 */
export function bufferKeystrokes(onEscape: () => void): void {
  buffer?.end()
  const listeners = new AbortController()
  const options = { signal: listeners.signal, capture: true }
  const timer = setTimeout(() => started.end(), MAX_BUFFERING_MS)
  const started = {
    text: '',
    end() {
      listeners.abort()
      clearTimeout(timer)
      if (buffer === started) buffer = null
    },
  }
  buffer = started
  addEventListener('pointerdown', started.end, options)
  addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') {
        started.end()
        onEscape()
      } else if (event.key === 'Backspace') started.text = started.text.slice(0, -1)
      else if ([...event.key].length === 1) started.text += event.key
      else return
      event.preventDefault()
      event.stopPropagation()
    },
    options,
  )
}

/** Returns the buffered text and ends the buffering. */
export function takeBufferedText(): string {
  const text = buffer?.text ?? ''
  buffer?.end()
  return text
}

/** Inserts text into a field as if it were typed there. */
export function insertText(field: Element | null, text: string): void {
  if (!text || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
