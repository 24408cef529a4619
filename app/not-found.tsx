import { getTranslations } from 'next-intl/server'

export default async function NotFound() {
  const t = await getTranslations('app')
  return (
    <main className="page">
      <div className="empty">
        <h1>{t('notFound')}</h1>
        <p className="muted">{t('notFoundHint')}</p>
        {/** Next sends it with every page, so it must not add scripts. */}
        <a href="/calendar" className="button">
          {t('toCalendar')}
        </a>
      </div>
    </main>
  )
}
