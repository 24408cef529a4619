import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode, RefObject } from 'react'
import styles from './page-title.module.css'

/** Title of a page that belongs to another page, with a link back to that one. */
export function PageTitle({
  title,
  color,
  backTo: [href, back],
  heading,
  children,
}: {
  title: string
  /** Color of the dot before the title. */
  color?: string
  backTo: readonly [href: string, text: string]
  /** Set to the heading, which can then get the focus. */
  heading?: RefObject<HTMLHeadingElement | null>
  children?: ReactNode
}) {
  return (
    <div className={styles.head}>
      <Link href={href} prefetch={false} className={styles.back}>
        <ChevronLeft size={16} className="flips" aria-hidden /> {back}
      </Link>
      <h1 {...(heading && { ref: heading, tabIndex: -1 })}>
        {color && <span className={`dot c-${color}`} aria-hidden="true" />} <bdi>{title}</bdi>
      </h1>
      {children}
    </div>
  )
}
