import { CALENDARS } from './calendars'
import { EVENTS } from './events'
import { EXCHANGE } from './exchange'
import { GROUPS } from './groups'
import { INSTANCE } from './instance'
import type { Door, Operation } from './outcomes'
import { ADMIN_PAGES, PAGES } from './pages'
import { PICTURE_DOORS, PICTURES } from './pictures'
import { SECURITY } from './security'
import { SHARES } from './shares'
import { TRASH } from './trash'
import { USERS } from './users'
import { VIEWS } from './views'

/** Every server action, each case that rights tell apart, and what each role gets. One that is missing fails the test. */
export const OPERATIONS: Operation[] = [
  ...EVENTS,
  ...CALENDARS,
  ...SHARES,
  ...TRASH,
  ...GROUPS,
  ...PICTURES,
  ...USERS,
  ...SECURITY,
  ...INSTANCE,
]

/** Every route handler. */
export const ROUTES: Door[] = [...VIEWS, ...EXCHANGE, ...PICTURE_DOORS]

/** Every address that answers with something. */
export const DOORS: Door[] = [...ROUTES, ...PAGES, ...ADMIN_PAGES]
