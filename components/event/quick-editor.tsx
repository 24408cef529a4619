'use client'

import { Clock, Users, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useFocusInvalid } from '@/components/forms/focus-invalid'
import { FormError } from '@/components/forms/submit-row'
import { useUnsaved } from '@/components/forms/unsaved'
import { useErrorText } from '@/components/forms/use-error-text'
import { isComposing } from '@/components/ui/composing'
import { Dialog } from '@/components/ui/dialog'
import { usePopover } from '@/components/ui/popover'
import { toast } from '@/components/ui/toast'
import type { SpanDraft } from '@/lib/calendar/draft'
import { canWriteTo, findCalendar } from '@/lib/calendar/tuple'
import type { EventEditorProps } from './dialog-props'
import { EventEditor } from './editor'
import { type EditorAction, hasUnsavedChanges } from './editor-state'
import type { EventForm } from './form-state'
import { DiscardQuestion } from './leave-question'
import type { NewEvent } from './new-event'
import styles from './quick-editor.module.css'
import { QuickGuests } from './quick-guests'
import { QuickTime } from './quick-time'
import { useTypedTitle } from './typed-title'
import { useEditor } from './use-editor'

export interface QuickEditorProps extends Omit<EventEditorProps, 'subject'> {
  event: NewEvent
  /** Draws the event into the grid as it would be saved. */
  preview(preview: PreviewProps): ReactNode
  /** Opens the full editor with what was typed. */
  onMore(event: NewEvent): void
}

export interface PreviewProps {
  title: string
  span: SpanDraft
  color: string
  /** Called with the drawn event; null if the view does not show its days. */
  onDraw(drawn: Element | null): void
}

/** Creates an event from a title: a popover beside the event's slot in the grid, or a sheet on phones. */
export function QuickEditor({ event, preview, onMore, ...props }: QuickEditorProps) {
  const { calendars, viewer, wall } = props
  const t = useTranslations('quick')
  const editor = useTranslations('eventEditor')
  const calendarTexts = useTranslations('calendar')
  const errorText = useErrorText()
  const { state, dispatch } = useEditor({ ...props, subject: event })
  const { status, form } = state
  const titled = useTypedTitle(form, { locale: viewer.locale, wall })
  const { title, span } = titled
  const element = useRef<HTMLFormElement>(null)
  const place = usePopover(element)
  const errorId = useId()
  const failure = status.name === 'failed' ? status.failure : null
  const isSaving = status.name === 'saving'
  const [isOpeningMore, setIsOpeningMore] = useState(false)
  // The reducer gets the title and the time when it needs them, so that a key press renders once.
  const typed = title === form.title && span === form.span ? form : { ...form, title, span }
  useFocusInvalid(element, failure)
  useUnsaved(titled.text !== '' || hasUnsavedChanges({ ...state, form: typed }))
  useEffect(() => {
    // Preloads the full editor, after the popover is drawn.
    const timer = setTimeout(() => EventEditor.preload().catch(() => {}), 600)
    return () => clearTimeout(timer)
  }, [])

  const change = (fields: Partial<EventForm>) => dispatch({ type: 'change', fields })
  const dispatchWithTyped = (action: EditorAction) => {
    change({ title, span })
    dispatch(action)
  }
  const close = () => dispatchWithTyped({ type: 'close' })
  const fieldError = (field: string) => {
    const error = failure?.fields[field]
    return error && errorText.field(error)
  }
  const titleError = title.trim() && failure?.fields.title?.code === 'required' ? '' : fieldError('title')
  const reportNotLoaded = useEffectEvent(() => toast({ text: calendarTexts('partNotLoaded') }))
  // Reads the form now, since it may have changed while the full editor was loading.
  const handOver = useEffectEvent(() => onMore({ ...event, fields: typed }))
  useEffect(() => {
    if (!isOpeningMore) return
    EventEditor.preload().then(
      () => handOver(),
      () => {
        // The quick editor stays open with what was typed.
        setIsOpeningMore(false)
        reportNotLoaded()
      },
    )
  }, [isOpeningMore])
  const writable = calendars.filter(canWriteTo)
  const color = findCalendar(calendars, form.calendarId)?.color ?? 'slate'
  return (
    <Dialog label={editor('new')} onClose={close} className={styles.quick} isPaintedFirst>
      {preview({ title, span, color, onDraw: place })}
      <form
        ref={element}
        className={styles.form}
        noValidate
        onSubmit={(submitted: FormEvent) => {
          submitted.preventDefault()
          dispatchWithTyped({ type: 'submit' })
        }}
      >
        <input
          className={styles.title}
          dir="auto"
          aria-label={editor('title')}
          aria-invalid={titleError ? true : undefined}
          aria-describedby={titleError && errorId}
          placeholder={editor('titlePlaceholder')}
          autoComplete="off"
          enterKeyHint="done"
          data-autofocus
          value={titled.text}
          onChange={({ target }) => titled.setText(target.value)}
          onKeyDown={(event) => {
            // The first Escape refuses the understood time, the next one closes the dialog.
            if (event.key !== 'Escape' || titled.understood === undefined || isComposing(event.nativeEvent))
              return
            event.preventDefault()
            titled.refuse()
          }}
        />
        {titleError && (
          <p id={errorId} className="error">
            {titleError}
          </p>
        )}
        <div className={styles.rows}>
          <Clock size={16} aria-hidden />
          <QuickTime
            span={span}
            understood={titled.understood}
            viewer={viewer}
            wall={wall}
            error={fieldError('span.end') ?? fieldError('span.start') ?? fieldError('span')}
            onChange={titled.setSpan}
            onRefuse={titled.refuse}
          />
          <span className={`dot c-${color}`} aria-hidden="true" />
          <select
            className={styles.control}
            aria-label={editor('calendar')}
            value={form.calendarId}
            onChange={({ target }) => change({ calendarId: target.value })}
          >
            {writable.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <Users size={16} aria-hidden />
          <QuickGuests
            form={form}
            locale={viewer.locale}
            error={fieldError('attendees') ?? fieldError('groups')}
            onChange={change}
          />
        </div>
        <FormError error={failure && !failure.fields.title ? errorText.form(failure) : null} />
        <footer className={styles.foot}>
          {status.name === 'leaving' ? (
            <DiscardQuestion
              onStay={() => dispatch({ type: 'back' })}
              onDiscard={() => dispatch({ type: 'discard' })}
            />
          ) : (
            <>
              <button
                type="button"
                className="button quiet"
                aria-busy={isOpeningMore}
                onClick={() => setIsOpeningMore(true)}
              >
                {t('more')}
              </button>
              <button type="submit" className="button primary" aria-disabled={isSaving} aria-busy={isSaving}>
                {editor(isSaving ? 'saving' : 'save')}
              </button>
            </>
          )}
        </footer>
        <button
          type="button"
          className={`button quiet icon ${styles.close}`}
          aria-label={editor('close')}
          onClick={close}
        >
          <X size={18} aria-hidden />
        </button>
      </form>
    </Dialog>
  )
}
