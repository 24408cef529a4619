/**
 * True for a key that belongs to an input method: Enter takes what was composed, Escape drops it. Safari ends the
 * composition before it tells of that key, and marks it by the key code 229 alone.
 */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}
