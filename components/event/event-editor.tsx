'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef } from 'react'
import type { DraftFilesHandle } from '@/components/attachments/draft-files'
import { useFocusInvalid } from '@/components/forms/focus-invalid'
import { useUnsaved } from '@/components/forms/unsaved'
import { useErrorText } from '@/components/forms/use-error-text'
import { Dialog } from '@/components/ui/dialog'
import { leaveGuarded } from '@/components/ui/leave-guard'
import { Conflict } from './conflict'
import type { EventEditorProps } from './dialog-props'
import { hasUnsavedChanges } from './editor-state'
import styles from './event.module.css'
import { FormFoot } from './form-foot'
import { patchFor } from './form-state'
import { ScopeDialog } from './scope-dialog'
import { AlertsSection } from './sections/alerts-section'
import { DetailsSection } from './sections/details-section'
import { DisplaySection } from './sections/display-section'
import { FilesSection } from './sections/files-section'
import { FindTimeSection } from './sections/find-time-section'
import { PeopleSection } from './sections/people-section'
import { TimeSection } from './sections/time-section'
import { TitleSection } from './sections/title-section'
import { useEditor } from './use-editor'

/** The dialog in which an event is created or edited. Its states are those of editor-state.ts. */
export function EventEditor(props: EventEditorProps) {
  const { calendars, viewer } = props
  const t = useTranslations('eventEditor')
  const errorText = useErrorText()
  const files = useRef<DraftFilesHandle>(null)
  const { state, dispatch, event } = useEditor(props, files)
  const { status, form, base } = state
  const element = useRef<HTMLFormElement>(null)
  const failure = status.name === 'failed' ? status.failure : null
  useFocusInvalid(element, failure)
  useUnsaved(hasUnsavedChanges(state))
  const label = t('event' in props.subject ? 'edit' : 'new')
  const close = () => leaveGuarded(() => dispatch({ type: 'close' }))

  if (status.name === 'conflict') {
    return (
      <Conflict
        conflict={status.conflict}
        at={form.repeat.at}
        calendars={calendars}
        viewer={viewer}
        onCancel={() => dispatch({ type: 'back' })}
        onChoose={(mine) => dispatch({ type: 'resolve', mine, viewer })}
      />
    )
  }

  const section = {
    ...{ form, event, calendars, viewer },
    onChange: (fields: Partial<typeof form>) => dispatch({ type: 'change', fields }),
    fieldError: (field: string) => {
      const error = failure?.fields[field]
      if (error?.value) return t('guestField.refused', { address: error.value })
      return error && errorText.field(error)
    },
  }
  return (
    <>
      <Dialog label={label} onClose={close}>
        <form
          ref={element}
          className={styles.eventForm}
          onSubmit={(submitted: FormEvent) => {
            submitted.preventDefault()
            dispatch({ type: 'submit' })
          }}
          noValidate
        >
          <header className="dialog-head">
            <h2>{label}</h2>
            <button type="button" className="button quiet icon" onClick={close} aria-label={t('close')}>
              <X size={18} aria-hidden />
            </button>
          </header>
          <div className={styles.eventFields}>
            <TitleSection {...section} />
            <TimeSection {...section} originalRules={base.form.repeat.rules} />
            <PeopleSection {...section} />
            <FindTimeSection {...section} wall={props.wall} />
            <DetailsSection {...section} />
            <FilesSection
              {...section}
              live={props.live}
              onFiles={(files) => dispatch({ type: 'change-files', files })}
              ref={files}
            />
            <DisplaySection {...section} />
            <AlertsSection
              {...section}
              live={props.live}
              alarms={state.alarms}
              onAlarms={(alarms) => dispatch({ type: 'change-alarms', alarms })}
            />
          </div>
          <FormFoot
            isLeaving={status.name === 'leaving'}
            isSaving={status.name === 'saving'}
            save={t(state.isDeleted ? 'saveAsNew' : 'save')}
            error={failure && errorText.form(failure)}
            onStay={() => dispatch({ type: 'back' })}
            onDiscard={() => dispatch({ type: 'discard' })}
            onCancel={close}
          />
        </form>
      </Dialog>
      {status.name === 'asking' && event && (
        <ScopeDialog
          event={event}
          change={{ type: 'edit', patch: (scope) => patchFor(scope, base.form, form) }}
          viewer={viewer}
          onCancel={() => dispatch({ type: 'back' })}
          onChoose={(scope) => dispatch({ type: 'choose-scope', scope })}
        />
      )}
    </>
  )
}
