/** Color of the browser's bars in each theme: that of the page (app/globals.css). */
export const THEME_COLORS = { light: '#ffffff', dark: '#16171a' } as const

/** Returns the color of a chosen theme; undefined if the system chooses. */
export function themeColor(theme: string | undefined): string | undefined {
  return theme === 'light' || theme === 'dark' ? THEME_COLORS[theme] : undefined
}
