import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Toasts } from '@/components/ui/toast'
import {
  ADMIN_FILTERS,
  type AdminList,
  type EntryByList,
  type ListPage,
  type ListQuery,
} from '@/lib/schemas/admin-lists'
import styles from './admin.module.css'
import { useCells } from './cells'
import type { DateSettings } from './format'

/** Administration list with search, filters (all in the URL) and pagination. Rows become cards on phones. */
export function Listing({
  list,
  query,
  listed,
  viewer,
  canSendMail,
}: {
  list: AdminList
  query: ListQuery
  listed: ListPage<EntryByList[AdminList]>
  viewer: DateSettings & { id: string }
  /** Whether this server is configured to send mail; without it, no address can be confirmed. */
  canSendMail: boolean
}) {
  const t = useTranslations('admin')
  const cells = useCells(list, viewer, canSendMail)
  const filters = ADMIN_FILTERS[list].filter((filter) => canSendMail || filter !== 'unverified')
  const rows = listed.rows.map((row) => ({ id: row.id, cells: cells(row) }))
  const isNarrowed = Boolean(query.q || query.is || query.of)
  return (
    <section className={styles.adminList} aria-label={t(`lists.${list}`)}>
      <search>
        <form className={`row ${styles.adminSearch}`}>
          <div className="field">
            <label className="label" htmlFor="q">
              {t('search')}
            </label>
            <input
              className="input"
              type="search"
              id="q"
              name="q"
              dir="auto"
              defaultValue={query.q}
              placeholder={t(`searchIn.${list}`)}
            />
          </div>
          {filters.length > 0 && (
            <div className="field">
              <label className="label" htmlFor="is">
                {t('show')}
              </label>
              <select className="input" id="is" name="is" defaultValue={query.is ?? ''}>
                <option value="">{t('all')}</option>
                {filters.map((filter) => (
                  <option key={filter} value={filter}>
                    {t(`filters.${filter}` as 'filters.open')}
                  </option>
                ))}
              </select>
            </div>
          )}
          {query.of && <input type="hidden" name="of" value={query.of} />}
          <button type="submit" className="button">
            {t('find')}
          </button>
          {isNarrowed && (
            <Link href={`/admin/${list}`} prefetch={false} className="button quiet">
              {t('clear')}
            </Link>
          )}
        </form>
      </search>
      {rows.length ? (
        <table className={styles.adminTable}>
          <thead>
            <tr>
              {rows[0]!.cells.map(([column]) => (
                <th key={column} scope="col">
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                {row.cells.map(([column, cell]) => (
                  <td key={column} data-label={t(`columns.${column}`)} data-column={column}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <div className="card empty">
          <h2>{t(isNarrowed || query.before ? 'nothingFound' : `empty.${list}`)}</h2>
        </div>
      )}
      <div className="row-end">
        {query.before && (
          <Link href={listPath(list, { ...query, before: undefined })} prefetch={false} className="button">
            {t('latest')}
          </Link>
        )}
        {listed.next && (
          <Link href={listPath(list, { ...query, before: listed.next })} prefetch={false} className="button">
            {t('older')}
          </Link>
        )}
      </div>
      <Toasts />
    </section>
  )
}

function listPath(list: AdminList, query: ListQuery): string {
  const parameters = Object.entries(query).filter(([, value]) => value) as [string, string][]
  return `/admin/${list}${parameters.length ? `?${new URLSearchParams(parameters)}` : ''}`
}
