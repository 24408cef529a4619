import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import styles from './people.module.css'

/** Search field for a name, for lists that are not complete. */
export function FindPerson({ query, onChange }: { query: string; onChange(query: string): void }) {
  const t = useTranslations('people')
  return (
    <label className={styles.findPerson}>
      <Search size={16} aria-hidden />
      <span className="visually-hidden">{t('find')}</span>
      <input
        className="input"
        type="search"
        dir="auto"
        maxLength={100}
        autoComplete="off"
        placeholder={t('find')}
        value={query}
        onChange={({ target }) => onChange(target.value)}
        // Enter must not submit the surrounding form.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
    </label>
  )
}
