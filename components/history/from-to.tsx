import { useTranslations } from 'next-intl'
import type { DescribedChange } from '@/lib/schemas/history'
import styles from './from-to.module.css'

/** Returns whether a change has values to show: a deleted comment has none. */
export function hasContent({ field, to }: DescribedChange): boolean {
  return field !== 'eventComment' || to !== null
}

/** Shows the old and the new value of a field, or only the new value if the old one is unknown. */
export function FromTo({ from, to }: { from: string; to: string }) {
  const t = useTranslations('history')
  if (!from) return <p dir="auto">{to}</p>
  return (
    <p className={styles.fromTo}>
      <del dir="auto">
        <span className="visually-hidden">{t('before')}: </span>
        {from}
      </del>
      <span aria-hidden="true" className={`${styles.fromToArrow} flips`}>
        →
      </span>
      <ins dir="auto">
        <span className="visually-hidden">{t('now')}: </span>
        {to}
      </ins>
    </p>
  )
}
