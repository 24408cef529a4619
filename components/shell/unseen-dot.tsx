'use client'
'use no memo'

import { useSelectedLayoutSegment } from 'next/navigation'
import styles from './nav.module.css'
import { useUnseen } from './unseen-store'
import { useWatchUnseen } from './use-watch-unseen'

/** A dot while there are unseen changes by other users. */
export function UnseenDot({ label }: { label: string }) {
  const isHome = useSelectedLayoutSegment() === 'home'
  const { changes } = useUnseen()
  useWatchUnseen()
  return !isHome && changes ? (
    <span className={styles.dot}>
      <span className="visually-hidden">{label}</span>
    </span>
  ) : null
}
