'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import styles from './admin.module.css'

/** Navigation between administration pages; wraps into several rows. */
export function AdminNav({
  label,
  pages,
}: {
  label: string
  pages: readonly (readonly [path: string, name: string])[]
}) {
  const pathname = usePathname()
  const isCurrent = (path: string) =>
    path === pathname || (path !== '/admin' && pathname.startsWith(`${path}/`))
  return (
    <nav className={styles.adminNav} aria-label={label}>
      <ul>
        {pages.map(([path, name]) => (
          <li key={path}>
            <Link href={path} prefetch={false} aria-current={isCurrent(path) ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
