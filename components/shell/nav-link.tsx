'use client'
'use no memo'

import { useSelectedLayoutSegment } from 'next/navigation'
import type { ComponentProps, ReactNode } from 'react'
import { PlainLink } from './link'
import styles from './nav.module.css'

/**
 * A link of the navigation, with aria-current on its own page. Reads only the layout segment, which does not change
 * while navigating the calendar.
 */
export function NavLink({
  href,
  children,
  onClick,
}: {
  href: `/${string}`
  children: ReactNode
  onClick?: ComponentProps<'a'>['onClick']
}) {
  const isCurrent = `/${useSelectedLayoutSegment()}` === href
  return (
    <PlainLink
      href={href}
      className={styles.link}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={onClick}
    >
      {children}
    </PlainLink>
  )
}
