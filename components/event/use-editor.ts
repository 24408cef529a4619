'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useReducer, useRef } from 'react'
import type { DraftFilesHandle } from '@/components/attachments/draft-files'
import { isStaleAction } from '@/components/forms/stale-action'
import { useAfterSave } from '@/components/live/after-save'
import { beginOptimisticUpdate, updateRanges } from '@/components/live/ranges'
import { createEvent, setEventAlarms, updateEvent } from '@/components/offline/event-commands'
import { toast } from '@/components/ui/toast'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import { withEvent } from '@/lib/calendar/optimistic-event'
import { alarmInput } from './alarm-input'
import type { EventEditorProps } from './dialog-props'
import { reduce } from './editor-reducer'
import { type EditorAction, initialState, saveRequest } from './editor-state'
import { EventSender } from './event-sender'
import { currentRules, currentSpan, formFromEvent, newForm } from './form-state'
import { lastCalendar, rememberCalendar } from './last-calendar'
import { occurrenceDay } from './scope-text'

/** Runs the editor's reducer: sends the save when its status becomes `saving`, and closes the dialog on `closed`. */
export function useEditor(
  { subject, calendars, viewer, wall, live, onClose }: EventEditorProps,
  /** The files of a new event; undefined for the quick editor. */
  files?: RefObject<DraftFilesHandle | null>,
) {
  const t = useTranslations('eventEditor')
  const change = useTranslations('change')
  const eventTexts = useTranslations('event')
  const client = useQueryClient()
  const afterSave = useAfterSave(live)
  const edited = 'event' in subject ? subject.event : undefined
  const [state, dispatch] = useReducer(reduce, null, () => {
    if ('event' in subject) return initialState(formFromEvent(subject.event, viewer), subject.event)
    const { day, span, defaults, fields } = subject
    const empty = initialState(newForm(day, wall, viewer, calendars, lastCalendar(), span))
    const initial = defaults ? initialState(reduce(empty, { type: 'change', fields: defaults }).form) : empty
    return fields ? reduce(initial, { type: 'change', fields }) : initial
  })
  const sender = useRef<EventSender>(null)
  const isClosed = useRef(false)
  const { status, form, alarms, isNew, scope } = state
  const event = isNew ? undefined : edited

  /** Shows the error in the form, or a toast if the form was closed during the save. */
  const fail = (error: Extract<EditorAction, { type: 'failed' }>['error']) => {
    if (!isClosed.current) return dispatch({ type: 'failed', error })
    toast({ text: t('notSavedAfterClosing', { title: form.title.trim() || eventTexts('untitled') }) })
  }

  const save = useEffectEvent(async () => {
    sender.current ??= new EventSender({ createEvent, updateEvent })
    const request = saveRequest(state)
    // Undo waits until the save is answered.
    const endUpdate = beginOptimisticUpdate()
    try {
      const response = await sender.current.send(request, isNew)
      if (!response.ok) return fail(response.error)
      drawSaved(response.result.id, request.occurrence)
      if (isNew) rememberCalendar(form.calendarId)
      const hasSavedAlarms = !isNew || !alarms || (await saveAlarms(response.result.id, alarms))
      const hasSavedFiles = !isNew || ((await files?.current?.attachTo(response.result.id)) ?? true)
      const warning = hasSavedFiles ? !hasSavedAlarms && t('createdWithoutAlerts') : t('createdWithoutFiles')
      afterSave(response, warning || savedText(request.occurrence !== null))
      dispatch({ type: 'saved' })
    } catch (error) {
      fail({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE' })
    } finally {
      endUpdate()
    }
  })

  const saveAlarms = async (id: string, list: readonly Alarm[]) => {
    const saved = await setEventAlarms({ id, alarms: list.map(alarmInput) }).catch(() => null)
    return saved?.ok ?? false
  }

  /** Shows the saved event before the refetch, unless several occurrences of a series changed. */
  const drawSaved = (id: string, occurrence: ReturnType<typeof saveRequest>['occurrence']) => {
    if (occurrence && occurrence.scope !== 'this') return
    const occurrenceField = occurrence ? { occurrence: occurrence.id } : {}
    const saved = { ...form, id, span: currentSpan(form), rules: currentRules(form), ...occurrenceField }
    updateRanges(client, (range) => withEvent(range, saved))
  }

  const savedText = (isOccurrence: boolean) => {
    if (!event || !isOccurrence) return t(event ? 'saved' : 'created')
    return change('reached.edit', { scope, day: occurrenceDay(event, viewer) })
  }

  useEffect(() => {
    isClosed.current = false
    return () => {
      isClosed.current = true
    }
  }, [])
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (status.name === 'saving') void save()
  }, [status])
  // The dialog closes before the next paint, so that the page is drawn once, with the event and without the dialog.
  useLayoutEffect(() => {
    if (status.name === 'closed') close()
  }, [status])

  return { state, dispatch, event }
}
