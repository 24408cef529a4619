'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import styles from './settings.module.css'

/** Navigation between settings pages: at the side on wide screens, scrolling sideways above them on phones. */
export function SettingsNav({
  label,
  pages,
}: {
  label: string
  pages: readonly (readonly [path: string, name: string])[]
}) {
  const pathname = usePathname()
  const nav = useRef<HTMLElement>(null)
  // Scrolls the current page's link into view when not all of them fit.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls again on each page
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [pathname])
  return (
    <nav ref={nav} className={styles.settingsNav} aria-label={label}>
      <ul>
        {pages.map(([path, name]) => (
          <li key={path}>
            <Link href={path} prefetch={false} aria-current={currentOf(path, pathname)}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Returns the `aria-current` of a page. `true`: the current page is below it. */
function currentOf(path: string, pathname: string): 'page' | 'true' | undefined {
  if (path === pathname) return 'page'
  return path !== '/settings' && pathname.startsWith(`${path}/`) ? 'true' : undefined
}
