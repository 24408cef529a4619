import {
  byRole,
  bySession,
  type Endpoint,
  NOT_FOUND,
  OK,
  OK_IF_SIGNED_IN,
  type Operation,
  SIGNED_OUT,
} from './outcomes'

export const NOTIFICATIONS: Operation[] = [
  {
    action: 'notifications/markNotificationsRead',
    variant: 'of a conversation',
    input: ({ group }) => ({ which: { conversation: group } }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'notifications/markNotificationsRead',
    input: ({ event }) => ({ which: { event } }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'notifications/dismissNotifications',
    input: () => ({ which: { all: true } }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'notifications/setNotificationSettings',
    input: () => ({ modes: [{ kind: 'changed', channel: 'email', mode: 'digest' }], agenda: 'week' }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'notifications/muteGroup',
    input: ({ group }) => ({ group, muted: true }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'notifications/sendTestNotification',
    input: () => ({ channel: 'in-app' }),
    outcomes: OK_IF_SIGNED_IN,
  },
]

export const NOTIFICATION_ROUTES: Endpoint[] = [
  {
    file: 'api/view/notifications/route.ts',
    method: 'GET',
    path: () => '/api/view/notifications',
    status: bySession('200', '401'),
    // A reminder.
    shared: ['viewer'],
  },
  // The token is the permission. Opening the address changes nothing.
  {
    file: 'api/subscriptions/[token]/route.ts',
    method: 'GET',
    path: () => '/api/subscriptions/x',
    status: bySession('303', '303'),
  },
  {
    file: 'api/subscriptions/[token]/route.ts',
    method: 'POST',
    path: () => '/api/subscriptions/x',
    status: bySession('303', '303'),
  },
]

export const NOTIFICATION_PAGES: Endpoint[] = [
  {
    file: '(app)/notifications/page.tsx',
    method: 'GET',
    path: () => '/notifications',
    status: bySession('200', '307'),
    shared: ['viewer'],
  },
  {
    file: '(app)/settings/notifications/page.tsx',
    method: 'GET',
    path: () => '/settings/notifications',
    status: bySession('200', '307'),
  },
  {
    file: '(public)/subscriptions/[token]/page.tsx',
    method: 'GET',
    path: () => '/subscriptions/x',
    status: bySession('200', '200'),
  },
]
