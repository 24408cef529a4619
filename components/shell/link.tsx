'use client'
'use no memo'

import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

/**
 * A link to a page of Kinday that never prefetches. next/link without prefetching does the same, but costs every page
 * 4 kB of JavaScript (gzipped) before its first paint.
 */
export function PlainLink({ href, onClick, ...props }: ComponentProps<'a'> & { href: string }) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || opensElsewhere(event)) return
    event.preventDefault()
    router.push(href)
  }
  return <a {...props} href={href} onClick={follow} />
}

type Click = Pick<
  MouseEvent<HTMLAnchorElement>,
  'button' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'currentTarget'
>

/** Returns whether the click asks the browser for a new tab, a window or a download. */
export function opensElsewhere({
  button,
  metaKey,
  ctrlKey,
  shiftKey,
  altKey,
  currentTarget,
}: Click): boolean {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return true
  return (currentTarget.target || '_self') !== '_self'
}
