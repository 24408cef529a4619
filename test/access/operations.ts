import { ALARMS } from './alarms'
import { ATTACHMENT_ENDPOINTS, ATTACHMENTS } from './attachments'
import { CALENDARS } from './calendars'
import { COMMAND_ENDPOINTS } from './commands'
import { COMMENT_ROUTES, COMMENTS } from './comments'
import { CONNECTION_ROUTES, CONNECTIONS } from './connections'
import { EVENTS } from './events'
import { GATHERING_ENDPOINTS, GATHERINGS } from './gatherings'
import { GROUPS } from './groups'
import { GUEST_ENDPOINTS, GUESTS } from './guests'
import { IMPORT_EXPORT_ROUTES } from './import-export'
import { INSTANCE } from './instance'
import { NOTIFICATION_PAGES, NOTIFICATION_ROUTES, NOTIFICATIONS } from './notifications'
import type { Endpoint, Operation } from './outcomes'
import { ADMIN_PAGES, PAGES } from './pages'
import { PICTURE_ENDPOINTS, PICTURES } from './pictures'
import { PUSH } from './push'
import { SECURITY } from './security'
import { SHARES } from './shares'
import { SYNC, SYNC_PAGES, SYNC_ROUTES } from './sync'
import { TASK_ROUTES, TASKS } from './tasks'
import { TRASH } from './trash'
import { USERS } from './users'
import { VIEW_ENDPOINTS } from './views'
import { WEBHOOK_ROUTES } from './webhooks'

/**
 * Every server action with the result for each role, by case where permissions differ. A missing action fails the test.
 */
export const OPERATIONS: Operation[] = [
  ...EVENTS,
  ...ALARMS,
  ...ATTACHMENTS,
  ...COMMENTS,
  ...CALENDARS,
  ...CONNECTIONS,
  ...SHARES,
  ...SYNC,
  ...TASKS,
  ...TRASH,
  ...GROUPS,
  ...PICTURES,
  ...USERS,
  ...SECURITY,
  ...NOTIFICATIONS,
  ...PUSH,
  ...INSTANCE,
  ...GUESTS,
  ...GATHERINGS,
]

/** Every route handler. */
export const ROUTES: Endpoint[] = [
  ...VIEW_ENDPOINTS,
  ...CONNECTION_ROUTES,
  ...COMMENT_ROUTES,
  ...TASK_ROUTES,
  ...IMPORT_EXPORT_ROUTES,
  ...PICTURE_ENDPOINTS,
  ...ATTACHMENT_ENDPOINTS,
  ...GUEST_ENDPOINTS,
  ...GATHERING_ENDPOINTS,
  ...NOTIFICATION_ROUTES,
  ...COMMAND_ENDPOINTS,
  ...WEBHOOK_ROUTES,
  ...SYNC_ROUTES,
]

/** Every route and page. */
export const ENDPOINTS: Endpoint[] = [
  ...ROUTES,
  ...PAGES,
  ...NOTIFICATION_PAGES,
  ...SYNC_PAGES,
  ...ADMIN_PAGES,
]
