'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import './settings.css'

/** The way between pages of settings: beside them on a desk, above them on a phone, where it scrolls sideways. */
export function SettingsNav({
  label,
  pages,
}: {
  label: string
  pages: readonly (readonly [path: string, name: string])[]
}) {
  const here = usePathname()
  const nav = useRef<HTMLElement>(null)
  // Where they do not all fit, the one that one is on is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another place
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [here])
  return (
    <nav ref={nav} className="settings-nav" aria-label={label}>
      <ul>
        {pages.map(([path, name]) => (
          <li key={path}>
            <Link href={path} prefetch={false} aria-current={path === here ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
