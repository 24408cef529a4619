import { getTranslations } from 'next-intl/server'
import { cache } from 'react'

/** Next sends it with every page, once for each layout: elements that are the same object are sent once. */
const notFoundPage = cache(async () => {
  const t = await getTranslations('app')
  return (
    <main className="page">
      <div className="empty">
        <h1>{t('notFound')}</h1>
        <p className="muted">{t('notFoundHint')}</p>
        {/** Sent with every page, so it must not add scripts. */}
        <a href="/calendar" className="button">
          {t('toCalendar')}
        </a>
      </div>
    </main>
  )
})

export default function NotFound() {
  return notFoundPage()
}
