import {
  AlarmClock,
  Bell,
  CalendarCog,
  CalendarSync,
  FileUp,
  House,
  Lock,
  type LucideIcon,
  Settings,
  Trash2,
  UserRound,
  Users,
  Vote,
} from 'lucide-react'

/** Pages that the command menu goes to. `name`: key of their name in the messages. */
export const PAGES = [
  { path: '/home', name: 'home', Icon: House },
  { path: '/groups', name: 'groups', Icon: Users },
  { path: '/groups/new', name: 'newGroup', Icon: Users },
  { path: '/gatherings', name: 'gatherings', Icon: Vote },
  { path: '/gatherings/new', name: 'newGathering', Icon: Vote },
  { path: '/notifications', name: 'notifications', Icon: Bell },
  { path: '/calendars', name: 'calendars', Icon: CalendarCog },
  { path: '/calendars/trash', name: 'trash', Icon: Trash2 },
  { path: '/import', name: 'import', Icon: FileUp },
  { path: '/settings', name: 'settings', Icon: Settings },
  { path: '/settings/alerts', name: 'alerts', Icon: AlarmClock },
  { path: '/settings/notifications', name: 'notificationSettings', Icon: Bell },
  { path: '/settings/calendars', name: 'connections', Icon: CalendarSync },
  { path: '/settings/security', name: 'security', Icon: Lock },
  { path: '/settings/account', name: 'account', Icon: UserRound },
] as const satisfies readonly { path: `/${string}`; name: string; Icon: LucideIcon }[]
