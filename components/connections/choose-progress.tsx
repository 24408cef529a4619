'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Clock, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import styles from './choose.module.css'
import { fetchConnection } from './choose-data'
import turning from './turning.module.css'

const POLL_MS = 2000

/** Shows the progress of the first sync of calendars, which continues if the user leaves the page. */
export function ChooseProgress({
  connection,
  started,
}: {
  connection: string
  /** Ids of the bindings. */
  started: readonly string[]
}) {
  const t = useTranslations('choose')
  const { data } = useQuery({
    queryKey: ['first-sync', connection],
    queryFn: ({ signal }) => fetchConnection(connection, signal),
    refetchInterval: ({ state }) => (isFinished(startedOf(state.data, started)) ? false : POLL_MS),
  })
  const bindings = startedOf(data, started)
  const hasFailed = bindings.some((binding) => stageOf(binding) === 'failed')
  const isPaused = bindings.every((binding) => stageOf(binding) !== 'running')
  return (
    <>
      <p className="lead" role="status">
        {t(!isPaused ? 'running' : !isFinished(bindings) || hasFailed ? 'unfinished' : 'finished')}
      </p>
      <ul className="card rows">
        {bindings.map((binding) => {
          const { id, name, events, skipped } = binding
          const stage = stageOf(binding)
          const Icon = ICONS[stage]
          return (
            <li key={id}>
              <Icon size={18} aria-hidden className={stage === 'running' ? turning.turning : styles[stage]} />
              <span className="grow">
                <bdi>{name}</bdi>
                <br />
                <small>
                  {t(`stages.${stage}`, { count: events })}
                  {skipped > 0 && <> · {t('skippedCount', { count: skipped })}</>}
                </small>
              </span>
              {(stage === 'failed' || stage === 'interrupted') && (
                <Link
                  className="button"
                  href={`/settings/calendars/sync/${id}`}
                  prefetch={false}
                  aria-label={`${t('why')}: ${name}`}
                >
                  {t('why')}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
      <div className="row-end">
        <Link href="/settings/calendars" prefetch={false} className="button">
          {t('toSettings')}
        </Link>
        <Link href="/calendar" prefetch={false} className="button primary">
          {t('toCalendar')}
        </Link>
      </div>
    </>
  )
}

const ICONS = { running: RefreshCw, interrupted: Clock, done: CircleCheck, failed: CircleAlert }

function startedOf(connection: ConnectionHealth | undefined, started: readonly string[]): BindingHealth[] {
  return connection?.bindings.filter(({ id }) => started.includes(id)) ?? []
}

/** Returns how far the first sync of a binding is. An interrupted sync continues by itself. */
function stageOf({ problem, state, isRunning, lastSuccessAt }: BindingHealth): keyof typeof ICONS {
  if (state !== 'active' || problem === 'sign-in-needed' || problem === 'key-missing') return 'failed'
  if (problem) return isRunning ? 'running' : 'interrupted'
  return lastSuccessAt === null ? 'running' : 'done'
}

function isFinished(bindings: readonly BindingHealth[]): boolean {
  return bindings.length > 0 && bindings.every((binding) => ['done', 'failed'].includes(stageOf(binding)))
}
