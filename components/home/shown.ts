import type { Item } from '@/lib/calendar/tuple'
import type { Home } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'

/** What the parts of the page are made of. */
export interface Shown {
  items: Item[]
  range: Home['range']
  extras: Home['extras']
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: number
  /** A day number. */
  today: number
}
