/**
 * Returns true for a key handled by an input method: Enter accepts the composed text, Escape discards it. Safari ends
 * the composition before the key event and marks the key by code 229 only.
 */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}
