import type { ReactNode } from 'react'

/** Sections of the command menu, in the order in which it lists them. */
export type EntrySection = 'dates' | 'create' | 'events' | 'commands' | 'pages'

/** An entry of the command menu. */
export interface Entry {
  /** Unique in the menu. */
  key: string
  section: EntrySection
  icon: ReactNode
  text: string
  /** Shown at the end of the row: when an event takes place, or the key of a command. */
  detail?: string
  run(): void
}
