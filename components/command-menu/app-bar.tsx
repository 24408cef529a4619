'use client'
'use no memo'

import { Alerts } from '@/components/notifications/alerts'
import { NotificationBell } from '@/components/notifications/bell'
import { OfflineSupport } from '@/components/offline-page/offline-support'
import { Nav } from '@/components/shell/nav'
import type { Viewer } from '@/lib/schemas/users'
import { CommandMenuShortcut } from './command-menu-shortcut'

/**
 * Navigation, alerts, the command menu and offline support, which are on every page of the app. One client component,
 * because each client component that a server component renders adds the names of its scripts to the HTML.
 */
export function AppBar({ viewer }: { viewer: Viewer }) {
  return (
    <>
      <Nav name={viewer.name} bell={<NotificationBell viewer={viewer} />} />
      <Alerts viewer={viewer} />
      <CommandMenuShortcut viewer={viewer} />
      <OfflineSupport viewer={viewer} />
    </>
  )
}
