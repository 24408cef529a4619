import { useTranslations } from 'next-intl'
import styles from './from-to.module.css'

/** Shows a field's old and new value. */
export function FromTo({ from, to }: { from: string; to: string }) {
  const t = useTranslations('history')
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
