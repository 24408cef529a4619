import { getTranslations } from 'next-intl/server'
import '@/components/shell/shell.css'

export default async function NotFound() {
  const t = await getTranslations('app')
  return (
    <main className="page">
      <div className="empty">
        <h1>{t('notFound')}</h1>
        <p className="muted">{t('notFoundHint')}</p>
        {/* Sent along with every page, so it must bring no script of its own. */}
        <a href="/calendar" className="button">
          {t('toCalendar')}
        </a>
      </div>
    </main>
  )
}
