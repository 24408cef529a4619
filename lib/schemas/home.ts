import { z } from 'zod'
import type { Range } from '@/lib/calendar/tuple'
import type { HistoryEntry } from './history'

/** What the reader knows besides of an event that they may read in full. */
export interface HomeEventDetails {
  version: number
  location: string
  people: { id: string; name: string }[]
  /** Whether somebody else has made the reader one of those who take part, since they last looked. */
  added: boolean
}

/** What others did: to an event, or by coming into a group. */
export interface NewsItem extends Omit<HistoryEntry, 'what'> {
  what: HistoryEntry['what'] | 'joined' | 'left' | 'many'
  title: string
  /** Of `many`: how many events at once. */
  count: number
  /** Where it happened: a calendar's or group's name and colour. */
  where: { name: string; color: string; href: string | null }
  /** The event, if it can still be opened: its address begins at that wall time. */
  event: { id: string; start: number } | null
}

/** What the home page shows: two weeks and what was left open before them, and what others did. */
export interface Home {
  range: Range
  extras: Record<string, HomeEventDetails>
  news: NewsItem[]
  /** When the reader last looked: what is later is new. Epoch milliseconds. */
  since: number
  /** Up to when this shows what changed. */
  upTo: number
}

/** Up to when changes were shown: epoch milliseconds. */
export const look = z.object({ at: z.number().int().min(0).max(8.64e15) }).strict()
