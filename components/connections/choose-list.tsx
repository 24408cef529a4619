'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useHydrated } from '@/components/ui/hydrated'
import type { RemoteChoice } from '@/lib/schemas/connections'
import type { Viewer } from '@/lib/schemas/users'
import styles from './choose.module.css'
import { ChooseRow } from './choose-row'
import {
  type Choice,
  type ChooseTarget,
  type ChosenCalendar,
  choiceProblem,
  initialChoice,
} from './choose-state'

/** Lists the calendars of an account. For each, the user chooses whether and how it is synced. */
export function ChooseList({
  remotes,
  chosen,
  targets,
  viewer,
  onChange,
  onPreview,
}: {
  remotes: readonly RemoteChoice[]
  chosen: readonly ChosenCalendar[]
  targets: readonly ChooseTarget[]
  viewer: Viewer
  onChange(id: string, choice: Choice): void
  onPreview(): void
}) {
  const t = useTranslations('choose')
  const isHydrated = useHydrated()
  const problems = new Map(
    chosen.map((calendar) => [calendar.remote.id, choiceProblem(calendar, chosen, targets)]),
  )
  const isPossible = chosen.length > 0 && [...problems.values()].every((problem) => problem === null)
  return (
    <>
      {!remotes.length && <p className="muted">{t('none')}</p>}
      {remotes.map((remote) => (
        <ChooseRow
          key={remote.id}
          remote={remote}
          choice={chosen.find((known) => known.remote.id === remote.id)?.choice ?? unsyncedChoice(remote)}
          problem={problems.get(remote.id) ?? null}
          targets={targets}
          viewer={viewer}
          onChange={(choice) => onChange(remote.id, choice)}
        />
      ))}
      <div className={styles.foot}>
        <p className="muted" role="status">
          {t('chosen', { count: chosen.length })}
        </p>
        <Link href="/settings/calendars" className="button">
          {t('cancel')}
        </Link>
        <button
          type="button"
          className="button primary"
          disabled={!isHydrated || !isPossible}
          onClick={onPreview}
        >
          {t('preview')}
        </button>
      </div>
    </>
  )
}

function unsyncedChoice(remote: RemoteChoice): Choice {
  return { ...initialChoice(remote), mode: 'off' }
}
