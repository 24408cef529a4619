'use client'

import { useQueries } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { bindCalendars } from '@/lib/actions/connections'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './choose.module.css'
import { loadPreview } from './choose-data'
import { ChoosePreviewCounts } from './choose-preview-counts'
import { ProviderError } from './choose-problem'
import { type ChooseTarget, type ChosenCalendar, newCalendarName, toChosenInput } from './choose-state'

/** Shows the effects of the first sync of each calendar, then starts it. */
export function ChoosePreview({
  connection,
  chosen,
  targets,
  viewer,
  onBack,
  onStarted,
}: {
  connection: { id: string; kind: ConnectionKind; account: string }
  chosen: readonly ChosenCalendar[]
  targets: readonly ChooseTarget[]
  viewer: Viewer
  onBack(): void
  /** @param bindings ids of the bindings that were created */
  onStarted(bindings: string[]): void
}) {
  const t = useTranslations('choose')
  const [key] = useState(newKey)
  const { submit, button, formError, fieldError, busy } = useSubmit()
  const previewed = chosen.filter(({ remote }) => !remote.joins)
  const previews = useQueries({
    queries: previewed.map((calendar) => ({
      queryKey: ['preview', connection.id, calendar.remote.id, calendar.choice.target],
      queryFn: ({ signal }: { signal: AbortSignal }) => loadPreview(connection.id, calendar, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const isReady = previews.every(({ isSuccess }) => isSuccess)
  const start = () =>
    submit<{ result: { bindings: { id: string }[] } }>(
      () =>
        bindCalendars(
          { connection: connection.id, calendars: toChosenInput(chosen, t('mainCalendar')) },
          key,
        ),
      ({ result }) => onStarted(result.bindings.map(({ id }) => id)),
    )
  const isTwoWayTaken = chosen.some((_, index) => fieldError(`calendars.${index}.direction`))
  return (
    <>
      <p className="lead">{t('previewLead')}</p>
      {chosen.map((calendar) => {
        const { remote, choice } = calendar
        const preview = previews[previewed.indexOf(calendar)]
        const target = targets.find(({ id }) => id === choice.target)
        return (
          <section
            key={remote.id}
            className="card stack"
            aria-label={remote.name}
            aria-busy={preview?.isPending}
          >
            <h2>
              <span className={`dot c-${choice.color}`} aria-hidden="true" /> <bdi>{remote.name}</bdi>
            </h2>
            <p className="muted">
              {t(`modes.${remote.joins ? 'join' : choice.mode}`)} · {t('into')}:{' '}
              <bdi>
                {remote.joins?.calendar.name ??
                  target?.name ??
                  t('newCalendar', { name: newCalendarName(calendar, t('mainCalendar')) })}
              </bdi>
            </p>
            {remote.joins && <p>{t('nothingAdded')}</p>}
            {preview?.isPending && <p role="status">{t('reading')}</p>}
            {preview?.data && <ChoosePreviewCounts preview={preview.data} viewer={viewer} />}
            {preview?.error && (
              <ProviderError
                error={preview.error}
                connection={connection}
                onRetry={() => void preview.refetch()}
              />
            )}
          </section>
        )
      })}
      <FormError error={isTwoWayTaken ? t('twoWayTaken') : formError()} />
      <div className={styles.foot}>
        <button type="button" className="button" aria-disabled={busy} onClick={() => !busy && onBack()}>
          {t('back')}
        </button>
        <button
          type="button"
          className="button primary"
          {...button}
          disabled={button.disabled || !isReady}
          onClick={() => void start()}
        >
          {t('start')}
        </button>
      </div>
    </>
  )
}
