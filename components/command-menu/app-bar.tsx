'use client'
'use no memo'

import { Alerts } from '@/components/notifications/alerts'
import { Bell } from '@/components/notifications/bell'
import { OfflineSupport } from '@/components/offline-page/offline-support'
import { Nav } from '@/components/shell/nav'
import type { Viewer } from '@/lib/schemas/users'
import { CommandMenuShortcut } from './command-menu-shortcut'

/**
 * What every page of the app shows around its content. One client component, because each one that a server component
 * renders adds the names of its scripts to the HTML.
 */
export function AppBar({ viewer }: { viewer: Viewer }) {
  return (
    <>
      <Nav name={viewer.name} bell={<Bell viewer={viewer} />} />
      <Alerts viewer={viewer} />
      <CommandMenuShortcut viewer={viewer} />
      <OfflineSupport viewer={viewer} />
    </>
  )
}
