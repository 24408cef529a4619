'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import './admin.css'

/** The way between what can be looked after. Where not all fit beside each other, the one that one is on is in sight. */
export function AdminNav({
  label,
  pages,
}: {
  label: string
  pages: readonly (readonly [path: string, name: string])[]
}) {
  const here = usePathname()
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another place
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [here])
  const isHere = (path: string) => path === here || (path !== '/admin' && here.startsWith(`${path}/`))
  return (
    <nav className="admin-nav" aria-label={label}>
      <ul ref={list}>
        {pages.map(([path, name]) => (
          <li key={path}>
            <Link href={path} prefetch={false} aria-current={isHere(path) ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
