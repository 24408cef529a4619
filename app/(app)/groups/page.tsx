import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { pageUser } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups')
  return { title: t('title') }
}

export default async function Groups() {
  const user = await pageUser('/groups')
  const { groups } = await reach(db, { kind: 'user', id: user.id })
  const t = await getTranslations('groups')
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <Link href="/groups/new" className="button primary">
          {t('new')}
        </Link>
      </div>
      {groups.length ? (
        <ul className="card rows">
          {groups.map(({ id, name, color, role }) => (
            <li key={id}>
              <span className={`dot c-${color}`} aria-hidden="true" />
              <Link href={`/groups/${id}`} className="grow" dir="auto">
                {name}
              </Link>
              <small>{t(`roles.${role}`)}</small>
            </li>
          ))}
        </ul>
      ) : (
        <div className="card empty">
          <h2>{t('none')}</h2>
          <p className="muted">{t('noneHint')}</p>
        </div>
      )}
    </main>
  )
}
