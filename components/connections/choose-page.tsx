'use client'

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './choose.module.css'
import { loadRemoteChoices } from './choose-data'
import { ChooseList } from './choose-list'
import { ChoosePreview } from './choose-preview'
import { ProviderError } from './choose-problem'
import { ChooseProgress } from './choose-progress'
import { type Choice, type ChooseTarget, chosenOf } from './choose-state'

interface ChoosePageProps {
  connection: { id: string; kind: ConnectionKind; account: string }
  /** Calendars that the user can edit. */
  targets: ChooseTarget[]
  viewer: Viewer
}

/** Page on which users choose calendars of a connected account, preview their first sync, and see its progress. */
export function ChoosePage(props: ChoosePageProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }))
  return (
    <QueryClientProvider client={client}>
      <Steps {...props} />
    </QueryClientProvider>
  )
}

function Steps({ connection, targets, viewer }: ChoosePageProps) {
  const t = useTranslations('choose')
  const [step, setStep] = useState<'choose' | 'preview' | 'progress'>('choose')
  const [started, setStarted] = useState<string[]>([])
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const {
    data: remotes,
    error,
    refetch,
  } = useQuery({
    queryKey: ['remote-calendars', connection.id],
    queryFn: ({ signal }) => loadRemoteChoices(connection.id, signal),
    // If the list were loaded again, its rows could change while the user chooses.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: focuses the heading of each further step
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus()
    isFirst.current = false
  }, [step])

  const chosen = chosenOf(remotes ?? [], choices)
  return (
    <main className={`page ${styles.choose}`} id="main">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {t(`titles.${step}`)}
        </h1>
        <p className="muted">
          <bdi>{connection.account}</bdi>
        </p>
      </div>
      {error && <ProviderError error={error} connection={connection} onRetry={() => void refetch()} />}
      {!remotes && !error && (
        <p className="muted" role="status">
          {t('loading')}
        </p>
      )}
      {remotes && step === 'choose' && (
        <ChooseList
          remotes={remotes}
          chosen={chosen}
          targets={targets}
          viewer={viewer}
          onChange={(id, choice) => setChoices((before) => ({ ...before, [id]: choice }))}
          onPreview={() => setStep('preview')}
        />
      )}
      {step === 'preview' && (
        <ChoosePreview
          connection={connection}
          chosen={chosen}
          targets={targets}
          viewer={viewer}
          onBack={() => setStep('choose')}
          onStarted={(ids) => {
            setStarted(ids)
            setStep('progress')
          }}
        />
      )}
      {step === 'progress' && <ChooseProgress connection={connection.id} started={started} />}
    </main>
  )
}
