import type { ReactNode } from 'react'

/** Sections of the command menu. */
export type EntrySection = 'dates' | 'create' | 'events' | 'others' | 'commands' | 'pages' | 'search'

/** An entry of the command menu. */
export interface MenuEntry {
  /** Unique in the menu. */
  key: string
  section: EntrySection
  icon: ReactNode
  text: string
  /** Shown at the end of the row: when an event takes place, or the key of a command. */
  detail?: string
  run(): void
}
