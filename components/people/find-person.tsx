import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import './people.css'

/** Where to type a name, for more people than a list holds. */
export function FindPerson({ query, onChange }: { query: string; onChange(query: string): void }) {
  const t = useTranslations('people')
  return (
    <label className="find-person">
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
        // A name is looked for here: the form around it is not meant.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
    </label>
  )
}
