import { useTranslations } from 'next-intl'
import { FindPerson } from '@/components/people/find-person'
import { usePeople } from '@/components/people/use-people'
import type { PeoplePage } from '@/lib/schemas/groups'
import { SEARCH_KINDS, type SearchQuery } from '@/lib/schemas/search'
import type { Viewer } from '@/lib/schemas/users'
import { DateFilter } from './date-filter'
import styles from './search.module.css'

/** Search filters as form fields that also work without scripts. */
export function Filters({
  query,
  calendars,
  people: first,
  isShown,
  viewer,
  onChange,
}: {
  query: SearchQuery
  calendars: [id: string, name: string][]
  people: PeoplePage
  /** Whether the filters are shown. */
  isShown: boolean
  viewer: Viewer
  onChange(part: Partial<SearchQuery>): void
}) {
  const t = useTranslations('search')
  const {
    people,
    hasMore,
    query: name,
    setQuery,
  } = usePeople(first, {
    selected: query.person ?? '',
    managed: true,
  })
  return (
    <div className={styles.filterFields}>
      <label className="field">
        <span className="label">{t('kind')}</span>
        <select
          name="kind"
          className="input"
          value={query.kind ?? ''}
          onChange={({ target }) => onChange({ kind: (target.value || undefined) as SearchQuery['kind'] })}
        >
          <option value="">{t('any')}</option>
          {SEARCH_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="field">
        <label className="label" htmlFor="search-person">
          {t('person')}
        </label>
        {hasMore && <FindPerson query={name} onChange={setQuery} />}
        <select
          id="search-person"
          name="person"
          className="input"
          value={query.person ?? ''}
          onChange={({ target }) => onChange({ person: target.value || undefined })}
        >
          <option value="">{t('anybody')}</option>
          {people.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {(['from', 'to'] as const).map((end) => (
        <DateFilter
          key={end}
          name={end}
          label={t(end)}
          value={query[end] ?? ''}
          isShown={isShown}
          viewer={viewer}
          onChange={(day) => onChange({ [end]: day })}
        />
      ))}
      <fieldset className={`field ${styles.filterCalendars}`}>
        <legend className="label">{t('calendars')}</legend>
        {calendars.map(([id, name]) => (
          <label key={id} className={styles.check}>
            <input
              type="checkbox"
              name="calendar"
              value={id}
              checked={query.calendar.includes(id)}
              onChange={({ target }) =>
                onChange({
                  calendar: target.checked
                    ? [...query.calendar, id]
                    : query.calendar.filter((other) => other !== id),
                })
              }
            />
            <span dir="auto">{name}</span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}
