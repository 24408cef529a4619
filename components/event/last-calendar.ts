const STORAGE_KEY = 'kinday-calendar'

/** The calendar that an event was last made in on this device; null where none was, or nothing is kept. */
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
    // Site data is blocked, or full: the next one begins in one's own.
  }
}
