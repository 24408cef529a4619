'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { unblockUser } from '@/lib/actions/shares'
import type { BlockedUser } from '@/lib/schemas/shares'

/** Lists the people whom the user has blocked, with a button to unblock each. */
export function BlockedCard({ blocked }: { blocked: BlockedUser[] }) {
  const t = useTranslations('security')
  const isHydrated = useHydrated()
  const router = useRouter()
  if (!blocked.length) return null
  const unblock = async ({ id, name }: BlockedUser) => {
    const response = await unblockUser({ user: id }).catch(() => null)
    const failed = t('unblockFailed', { name })
    toast({ text: response?.ok ? t('unblocked', { name }) : await refusalText(response, failed) })
    router.refresh()
  }
  return (
    <section className="card stack" aria-labelledby="blocked">
      <h2 id="blocked">{t('blocked')}</h2>
      <p className="muted">{t('blockedHint')}</p>
      <ul className="rows" aria-labelledby="blocked">
        {blocked.map((user) => (
          <li key={user.id}>
            <span className="grow" dir="auto">
              {user.name}
            </span>
            <button
              type="button"
              className="button quiet"
              disabled={!isHydrated}
              aria-label={t('unblockOf', { name: user.name })}
              onClick={() => void unblock(user)}
            >
              {t('unblock')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
