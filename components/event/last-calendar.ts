const STORAGE_KEY = 'kinday-calendar'

/** Returns the calendar of the last event created on this device; null if there is none. */
export function lastCalendar(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

export function rememberCalendar(id: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, id)
  } catch {
    // Storage is blocked or full.
  }
}
