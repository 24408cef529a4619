/** Whether the device has Apple's keyboard, on which ⌘ replaces Ctrl in shortcuts. */
export function hasAppleKeyboard(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
