import { getTranslations } from 'next-intl/server'
import { cache } from 'react'

/**
 * Next sends this element with every page, once for each layout. It is cached because React sends the same object only
 * once.
 */
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
