import type { Item } from '@/lib/calendar/tuple'
import type { Home } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'

/** Props of the home page's sections. */
export interface HomeSectionProps {
  items: Item[]
  range: Home['range']
  /** Details of the events in `range`, by event id. */
  extras: Home['extras']
  viewer: Viewer
  /** The current wall time of the viewer. */
  wall: number
  /** The current day number, in the viewer's zone. */
  today: number
}
