'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import type { ReactNode } from 'react'
import { PlainLink } from './link'

/** A link that knows whether one is there. It asks for the segment alone, which moving through the calendar leaves. */
export function NavLink({ href, children }: { href: `/${string}`; children: ReactNode }) {
  const here = `/${useSelectedLayoutSegment()}` === href
  return (
    <PlainLink href={href} className="nav-link" aria-current={here ? 'page' : undefined}>
      {children}
    </PlainLink>
  )
}
