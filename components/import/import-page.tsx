'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import type { RequestRefusal } from '@/components/forms/error-text'
import { refusalText } from '@/components/forms/refusal-text'
import { FormError } from '@/components/forms/submit-row'
import { useErrorText } from '@/components/forms/use-error-text'
import { takeSharedFiles } from '@/components/offline/shared'
import { Switch } from '@/components/ui/field'
import { useHydrated } from '@/components/ui/hydrated'
import { Toasts, toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'
import type { ImportResult } from '@/lib/schemas/import-result'
import type { Viewer } from '@/lib/schemas/users'
import { ChooseFiles } from './choose-files'
import { Done } from './done'
import { useDrop } from './drop'
import { type ChosenFile, useFiles } from './files'
import styles from './import.module.css'
import { LeaveImportQuestion } from './leave-question'
import { Notes } from './notes'
import { PartPreview, type Target } from './part-preview'
import { ProgressBar } from './progress-bar'
import { contentTotals, earlierDay, totals } from './totals'

/** Import page: choose files, preview, import, undo. */
export function ImportPage({
  viewer,
  targets,
  initial,
}: {
  viewer: Viewer
  /** Calendars that the user can edit. */
  targets: Target[]
  /** The preselected target calendar. */
  initial: string
}) {
  const t = useTranslations('import')
  const isHydrated = useHydrated()
  const errors = useErrorText()
  const files = useFiles(t('untitledCalendar'))
  const { uploads, running } = files
  const [targetId, setTargetId] = useState(initial)
  const [isUndone, setUndone] = useState(false)
  const [isSharedLost, setSharedLost] = useState(false)
  const done = uploads.flatMap((upload) => upload.done ?? [])
  const addFiles = (chosen: Iterable<File>) => {
    if (done.length) files.clear()
    setUndone(false)
    setSharedLost(false)
    files.add(chosen, targetId)
  }
  const isDraggedOver = useDrop(addFiles)
  const addShared = useEffectEvent(async () => {
    const shared = await takeSharedFiles(viewer.id).catch(() => [])
    if (shared.length) addFiles(shared)
  })
  useEffect(() => {
    if (location.search === '?shared') void addShared()
    setSharedLost(location.search === '?shared=failed')
  }, [])

  const undoImport = async (results: readonly ImportResult[]) => {
    const changesets = results.flatMap(({ changeset }) => changeset ?? []).reverse()
    for (const changeset of changesets) {
      const response = await undo({ changeset }, `undo-${changeset}`).catch(() => null)
      if (!response?.ok)
        return toast({ text: await refusalText(response, t(response ? 'undoFailed' : 'undoOffline')) })
    }
    setUndone(true)
    toast({ text: t('undone') })
  }
  const importFiles = async () => {
    const results = await files.apply()
    if (!results.some(({ changeset }) => changeset)) return
    const { created, changed } = totals(results)
    toast({
      text: t('doneToast', { count: created + changed }),
      action: { label: t('undo'), run: () => void undoImport(results) },
    })
  }

  const problemText = (problem: RequestRefusal) => {
    const { code, data } = problem
    if (code === 'STOPPED') return t('stopped')
    if (code === 'TOO_LARGE') return t('tooLarge')
    if (code === 'TOO_MANY' && !data) return t('tooMany')
    return code === 'INVALID' ? t('unreadable') : errors.form(problem)
  }
  const waiting = uploads.filter(({ preview, done }) => preview && !done)
  const { created, changed } = totals(waiting.flatMap(({ preview }) => preview ?? []))
  const hasOptions = waiting.some(({ options }) => options.withAlarms || options.withSettings)
  const isReady = isHydrated && !running
  return (
    <main className={`page ${styles.import}`} id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      {done.length > 0 && !running && (
        <Done
          {...totals(done)}
          contents={contentTotals(uploads)}
          first={done.flatMap(({ parts }) => parts).reduce<string | null>(earlierDay, null)}
          isUndone={isUndone}
          onUndo={done.some(({ changeset }) => changeset) ? () => void undoImport(done) : undefined}
        />
      )}
      <FormError error={isSharedLost && t('sharedLost')} />
      <ChooseFiles
        targets={targets}
        targetId={targetId}
        onTarget={setTargetId}
        onFiles={addFiles}
        isMainAction={waiting.length === 0}
        disabled={!isReady}
      />
      <ProgressBar running={running} onStop={files.stop} />
      {files.isImporting && <LeaveImportQuestion onLeave={files.abandon} />}
      {uploads.map((upload) => (
        <section key={upload.key} className="card stack" aria-label={nameOf(upload, t('pasted'))}>
          <h2 dir="auto">{nameOf(upload, t('pasted'))}</h2>
          <FormError error={upload.problem && problemText(upload.problem)} />
          {(upload.done ?? upload.preview)?.parts.map((part, index) => (
            <PartPreview
              key={index}
              part={part}
              viewer={viewer}
              targets={targets}
              disabled={!isReady}
              onTarget={upload.done ? undefined : (calendar) => void files.setTarget(upload, index, calendar)}
            />
          ))}
          {!upload.done &&
            upload.preview?.conversations.map(({ group, count }) => (
              <p key={group}>{t('conversation', { group, count })}</p>
            ))}
          {upload.preview?.hasAlarms && !upload.done && (
            <Switch
              label={t('useAlarms')}
              checked={upload.options.withAlarms}
              disabled={!isReady}
              onChange={({ target }) => files.setOptions(upload, { withAlarms: target.checked })}
            />
          )}
          {upload.preview?.hasSettings && !upload.done && (
            <Switch
              label={t('useSettings')}
              checked={upload.options.withSettings}
              disabled={!isReady}
              onChange={({ target }) => files.setOptions(upload, { withSettings: target.checked })}
            />
          )}
          <Notes notes={upload.preview?.notes ?? []} />
        </section>
      ))}
      {waiting.length > 0 && (
        <div className="row-end">
          <button type="button" className="button" disabled={!isReady} onClick={files.clear}>
            {t('cancel')}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={!isReady || (created + changed === 0 && !hasOptions)}
            onClick={() => void importFiles()}
          >
            {created + changed === 0 && hasOptions
              ? t('importOptions')
              : t('import', { count: created + changed })}
          </button>
        </div>
      )}
      {isDraggedOver && <div className={styles.importDropTarget} aria-hidden="true" />}
      <Toasts />
    </main>
  )
}

function nameOf({ file }: ChosenFile, untitled: string): string {
  return file.name || untitled
}
