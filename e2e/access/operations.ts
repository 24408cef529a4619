import { CALENDARS } from './calendars'
import { EVENTS } from './events'
import { EXCHANGE } from './exchange'
import { GROUPS } from './groups'
import { INSTANCE } from './instance'
import type { Door, Operation } from './outcomes'
import { ADMIN_PAGES, PAGES } from './pages'
import { USERS } from './users'
import { VIEWS } from './views'

/** Every server action, each case that rights tell apart, and what each role gets. One that is missing fails the test. */
export const OPERATIONS: Operation[] = [...EVENTS, ...CALENDARS, ...GROUPS, ...USERS, ...INSTANCE]

/** Every address that answers with something. */
export const DOORS: Door[] = [...VIEWS, ...EXCHANGE, ...PAGES, ...ADMIN_PAGES]
