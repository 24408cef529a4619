'use client'

import Link from 'next/link'
import { useSelectedLayoutSegment } from 'next/navigation'
import type { ReactNode } from 'react'

/** A link that knows whether one is there. It asks for the segment alone, which moving through the calendar leaves. */
export function NavLink({ href, children }: { href: `/${string}`; children: ReactNode }) {
  const here = `/${useSelectedLayoutSegment()}` === href
  return (
    <Link href={href} prefetch={false} className="nav-link" aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  )
}
